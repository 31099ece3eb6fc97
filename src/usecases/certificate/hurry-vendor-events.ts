import { createHash } from "node:crypto";
import type { Deps } from "../deps.ts";

/** Name of the job that works on one event of the vendor; its payload is `{ eventId }`. */
export const vendorEventJob = "vendor-event";

/**
 * Asks the queue to work on these events soon. A queue that does not answer costs lateness only: the events are in the store, and a
 * later sweep finds them.
 */
export async function hurryVendorEvents(
  { queue, log }: Pick<Deps, "queue" | "log">,
  eventIds: readonly string[],
): Promise<void> {
  if (eventIds.length === 0) return;
  try {
    await queue.add(
      eventIds.map((eventId) => ({ name: vendorEventJob, payload: { eventId }, key: keyOf(eventId) })),
    );
  } catch (error) {
    log.warn(
      { err: error, events: eventIds.length },
      "the queue did not take the vendor's events; the next sweep will",
    );
  }
}

/** An event's id is the vendor's and may hold what the queue does not take in a key. */
function keyOf(eventId: string): string {
  return `event-${createHash("sha256").update(eventId).digest("hex").slice(0, 32)}`;
}
