/** A unit of work handed to the queue. `key` de-duplicates: a job still waiting under the same key is not added twice. */
export type QueuedJob = {
  readonly name: string;
  readonly payload: unknown;
  /** Free of `:` and never digits only (the queue's own rule). */
  readonly key?: string;
};

/** Runs one job; may be called several times for the same job, so it must be idempotent. */
export type JobProcessor = (payload: unknown) => Promise<void>;

/**
 * Makes jobs happen soon and at least once. It promises nothing more: what must not be lost lives in PostgreSQL, and a
 * recurring sweep rebuilds whatever the queue forgot.
 */
export interface Queue {
  /** Adds jobs in one round trip where the back end allows it. */
  add(jobs: readonly QueuedJob[]): Promise<void>;
  /** Makes a job of this name recur. Safe to call at every start of every process; missed ticks collapse into one. */
  every(name: string, everyMs: number): Promise<void>;
  /** Starts working. Jobs without a processor fail loudly. */
  work(
    processors: Readonly<Record<string, JobProcessor>>,
    options: { concurrency: number },
  ): Promise<QueueWorker>;
  /** Resolves when the back end answers; rejects with a `QueueUnavailable` otherwise. */
  ping(): Promise<void>;
  /** Closes every connection. Call after the workers are drained. */
  close(): Promise<void>;
}

export interface QueueWorker {
  /** Stops taking jobs and resolves when the running ones have finished. */
  drain(): Promise<void>;
}
