import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { type ControlClient, controlClient } from "../../sandbox/control-client.ts";
import { type Spawned, spawnProduct } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

/** The product as `npm start` runs it without credentials, in a process of its own. */
export type SandboxProduct = {
  /** Where its page is. */
  readonly url: string;
  readonly control: ControlClient;
  /** The day of the sandbox's clock, as `2026-03-03`: a Tuesday, five in the morning UTC. */
  readonly today: Temporal.PlainDate;
  readonly process: Spawned;
};

const clockSchema = z.object({ now: z.string() });

/**
 * Starts it and moves its clock to a Tuesday morning, so that no weekend and no quiet hour depends on when the tests run.
 * A busy computer may take its time.
 */
export async function startSandboxProduct(): Promise<SandboxProduct> {
  const spawned = spawnProduct({ env: { PORT: "0", CLOSEOUT_SWEEP_MS: "200" } });
  const url = await waitFor(
    () => /^Sandbox ready: (\S+)$/m.exec(spawned.stdout())?.[1] ?? !spawned.running(),
    {
      timeoutMs: 90_000,
      what: "the sandbox to be ready",
    },
  );
  if (url === true) throw new Error(`The product ended: ${spawned.stdout()}${spawned.stderr()}`);
  const control = controlClient(`${url}/control`);
  const { now } = await control.get("clock").then((answer) => clockSchema.parse(answer));
  const tuesday = tuesdayAfter(Temporal.Instant.from(now).toZonedDateTimeISO("UTC").toPlainDate());
  await control.post("clock", { to: `${tuesday.toString()}T05:00:00Z` });
  return { url, control, today: tuesday, process: spawned };
}

function tuesdayAfter(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.add({ days: (2 - day.dayOfWeek + 7) % 7 || 7 });
}
