import { Temporal } from "temporal-polyfill";
import type { Deps } from "./deps.ts";

/** Whether everything that has fallen due until now is announced, sent and up to date. */
export async function isQuiet({
  clock,
  closeouts,
  deliveries,
}: Pick<Deps, "clock" | "closeouts" | "deliveries">): Promise<boolean> {
  const next = await closeouts.nextMoment();
  if (next !== undefined && Temporal.Instant.compare(next, clock.now()) <= 0) return false;
  return (await deliveries.outstanding()) === 0;
}
