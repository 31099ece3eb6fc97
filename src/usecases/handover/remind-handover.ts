import { randomUUID } from "node:crypto";
import { emptyHandover, nextReminder, remindDue } from "../../domain/handover/handover.ts";
import { system } from "../../domain/identity.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";

/** Closeouts looked at in one sweep; the rest come with the next one. */
const closeoutsPerSweep = 100;

type RemindDeps = Pick<Deps, "clock" | "closeouts" | "handovers" | "queue" | "log">;

/**
 * Reminds whoever attended a session and has not confirmed, and tells the owner after the last reminder. Each closeout is changed under
 * its lock, so that of any number of sweeps one does it.
 */
export async function remindHandover(deps: RemindDeps): Promise<void> {
  for (const closeoutId of await deps.handovers.wanting(deps.clock.now(), closeoutsPerSweep)) {
    try {
      await remindOne(deps, closeoutId);
    } catch (error) {
      // The other closeouts, and the rest of the sweep, go on; this one comes again with the next.
      deps.log.error(
        { err: error, closeout: closeoutId },
        "nobody could be reminded of a knowledge transfer",
      );
    }
  }
}

async function remindOne(deps: RemindDeps, closeoutId: string): Promise<void> {
  const { lanes } = await deps.closeouts.change(closeoutId, async (change) => {
    const { closeout } = change;
    if (closeout.status === "closed") return;
    const { handover, steps } = remindDue(
      (await change.handover.get()) ?? emptyHandover,
      deps.clock.now(),
      closeout,
    );
    if (steps.length === 0) return;
    await change.handover.save(handover, nextReminder(handover));
    for (const { session, user, kind } of steps) {
      const toOwner = kind === "tell_owner";
      const about = toOwner ? "unconfirmed" : "reminder";
      await change.post([
        {
          id: randomUUID(),
          conversation: { kind: "direct", user: toOwner ? closeout.owner : user },
          subject: { kind: "handover_session", about, session: session.number, user },
        },
      ]);
      await change.record({
        actor: system,
        kind: toOwner ? "handover.unconfirmed" : "handover.reminded",
        data: { session: session.number, user },
      });
    }
  });
  await hurryDeliveries(deps, lanes);
}
