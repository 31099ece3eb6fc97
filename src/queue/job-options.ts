import type { JobsOptions } from "bullmq";
import type { QueuedJob } from "../ports.ts";

/** What a job carries through the back end: the payload in an envelope, so that every JSON value survives as it is. */
export type JobData = { readonly payload?: unknown };

/** How often a job that throws is tried, and the pause before the second try; each later pause doubles. */
export type Retries = { readonly attempts: number; readonly delayMs: number };

/** Five tries over about half a minute. What is still undone then is found again by a sweep. */
export const DEFAULT_RETRIES: Retries = { attempts: 5, delayMs: 2_000 };

/** A job as BullMQ takes it. Throws a RangeError for a key that the queue cannot hold: a mistake in the caller. */
export function toBullJob(
  job: QueuedJob,
  retries: Retries,
): { name: string; data: JobData; opts: JobsOptions } {
  return { name: job.name, data: { payload: job.payload }, opts: jobOptions(job, retries) };
}

/**
 * A key is the job's id, so it is free again only when the job is gone: keyed jobs leave at once when they have finished,
 * well or not (the failure is in the log). Of the others the last failed ones are kept for inspection.
 */
function jobOptions(job: QueuedJob, retries: Retries): JobsOptions {
  const common = {
    attempts: retries.attempts,
    backoff: { type: "exponential", delay: retries.delayMs, jitter: 0.25 },
    removeOnComplete: true,
    stackTraceLimit: 1,
  };
  return job.key === undefined
    ? { ...common, removeOnFail: { count: 100, age: 7 * 24 * 3600 } }
    : { ...common, removeOnFail: true, jobId: jobId(job.name, job.key) };
}

/** Keys are told apart by job name, which also keeps an id from being digits only. */
function jobId(name: string, key: string): string {
  if (key === "" || key.includes(":") || /^\d+$/.test(key)) {
    throw new RangeError(
      `The key "${key}" of a job "${name}" must not be empty, contain ":" or be digits only.`,
    );
  }
  return `${name}.${key}`;
}

/** A tick is tried once (the next tick is its retry) and leaves nothing behind. */
export const TICK_OPTIONS: JobsOptions = {
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 1,
};
