import type { Deps } from "../deps.ts";

/** Closeouts whose heads one sweep signs; the rest come with the next. */
const headsPerSweep = 500;

/** Signs the heads of the ledgers whose daily moment has come. */
export async function signDaily({ ledgers, clock }: Pick<Deps, "ledgers" | "clock">): Promise<void> {
  await ledgers.signDue(clock.now(), headsPerSweep);
}
