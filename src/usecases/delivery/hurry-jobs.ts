import type { QueuedJob } from "../../ports.ts";
import type { Deps } from "../deps.ts";

/** Asks the queue to do something soon. One that does not answer costs lateness only: a later sweep finds the rows. */
export async function hurryJobs(
  { queue, log }: Pick<Deps, "queue" | "log">,
  jobs: readonly QueuedJob[],
): Promise<void> {
  if (jobs.length === 0) return;
  try {
    await queue.add(jobs);
  } catch (error) {
    log.warn({ err: error, jobs: jobs.length }, "the queue did not take jobs; the next sweep will find them");
  }
}
