import { type Job, type Processor, UnrecoverableError } from "bullmq";
import type { JobProcessor, Log } from "../ports.ts";
import type { JobData } from "./job-options.ts";

/**
 * Finds the processor of a job and runs it. A failure is logged with the job's name and id (which ends in its key), never
 * with its payload, and handed on so that BullMQ tries again; a job that nobody can process fails at once and for good.
 */
export function processJob(
  processors: Readonly<Record<string, JobProcessor>>,
  log: Log,
): Processor<JobData, void> {
  const byName = new Map(Object.entries(processors));
  return async (job) => {
    try {
      const processor = byName.get(job.name);
      if (processor === undefined) {
        throw new UnrecoverableError(`No processor is registered for jobs named "${job.name}".`);
      }
      await processor(job.data.payload);
    } catch (error) {
      logFailure(log, job, error);
      throw error instanceof Error ? error : new Error(String(error), { cause: error });
    }
  };
}

function logFailure(log: Log, job: Job<JobData, void>, error: unknown): void {
  const attempt = job.attemptsMade + 1;
  const attempts = job.opts.attempts ?? 1;
  const fields = { job: job.name, jobId: job.id, attempt, attempts, err: error };
  if (attempt < attempts && !(error instanceof UnrecoverableError)) {
    log.warn(fields, "A job failed and will be tried again");
  } else {
    log.error(fields, "A job failed for good");
  }
}
