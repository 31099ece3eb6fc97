import { randomUUID } from "node:crypto";
import type { Lane } from "../../ports.ts";
import type { Deps } from "../deps.ts";

/** Name of the job that delivers messages; its payload is `{ lanes }`. */
export const deliverJob = "deliver";

/** Lanes per job: enough to share the database's round trips, few enough to spread over the workers. */
const lanesPerJob = 100;

/**
 * Asks the queue to deliver soon. A queue that does not answer costs lateness only: the messages are in the store, and a
 * later sweep finds them.
 */
export async function hurryDeliveries(
  { queue, log }: Pick<Deps, "queue" | "log">,
  lanes: readonly Lane[],
): Promise<{ readonly told: boolean }> {
  if (lanes.length === 0) return { told: true };
  const jobs = Array.from({ length: Math.ceil(lanes.length / lanesPerJob) }, (_, index) => ({
    name: deliverJob,
    payload: { lanes: lanes.slice(index * lanesPerJob, (index + 1) * lanesPerJob) },
    key: randomUUID(),
  }));
  try {
    await queue.add(jobs);
    return { told: true };
  } catch (error) {
    log.warn(
      { err: error, lanes: lanes.length },
      "the queue did not take the deliveries; the next sweep will",
    );
    return { told: false };
  }
}
