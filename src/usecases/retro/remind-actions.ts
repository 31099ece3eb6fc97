import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { type ActionItem, reminderAfterThis } from "../../domain/retro/action-item.ts";
import type { CloseoutChange } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";

/** Closeouts looked at in one sweep; the rest come with the next one. */
const closeoutsPerSweep = 100;

/**
 * Reminds whoever has an action item before its due, at it, and with growing gaps while it is overdue, whether or not the closeout is still open.
 * What is due is found in the store and settled under the closeout's lock, so that of any number of sweeps one reminds.
 */
export async function remindActions(
  deps: Pick<Deps, "actionItems" | "clock" | "closeouts" | "queue" | "log">,
): Promise<void> {
  const now = deps.clock.now();
  for (const closeoutId of await deps.actionItems.wanting(now, closeoutsPerSweep)) {
    try {
      const { lanes } = await deps.closeouts.change(closeoutId, (change) => remind(change, now));
      await hurryDeliveries(deps, lanes);
    } catch (error) {
      // The other closeouts, and the rest of the sweep, go on; this one comes again with the next.
      deps.log.error({ err: error, closeout: closeoutId }, "action items could not be reminded of");
    }
  }
}

/** One message for each person, with everything of theirs that is due in this closeout. */
async function remind(change: CloseoutChange, now: Temporal.Instant): Promise<void> {
  const due = (await change.actionItems.all()).filter((action) => isDue(action, now));
  for (const action of due) {
    await change.actionItems.save({ ...action, next: reminderAfterThis(action, now, change.closeout) });
  }
  await change.post(
    [...Map.groupBy(due, ({ owner }) => owner)].map(([user, own]) => ({
      id: randomUUID(),
      conversation: { kind: "direct", user },
      subject: { kind: "action_items", about: "reminder", actions: own.map(({ id }) => id) },
    })),
  );
}

function isDue({ next }: ActionItem, now: Temporal.Instant): boolean {
  return next !== undefined && Temporal.Instant.compare(next.at, now) <= 0;
}
