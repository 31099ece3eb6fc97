import { setTimeout as delay } from "node:timers/promises";
import type {
  BackendFactory,
  Queue as BullQueue,
  Worker as BullWorker,
  IQueueBackend,
  Processor,
} from "bullmq";
import type { JobData } from "./job-options.ts";

/** The part of a BullMQ queue that we use, whatever it stands on. */
export type Producer = Pick<
  BullQueue<JobData, void>,
  | "add"
  | "addBulk"
  | "close"
  | "getJob"
  | "getJobScheduler"
  | "isPaused"
  | "upsertJobScheduler"
  | "waitUntilReady"
>;

/** The part of a BullMQ worker that we use. */
export type Consumer = Pick<BullWorker<JobData, void>, "close" | "run" | "waitUntilReady">;

/** A BullMQ object together with the way to cut its connections when a polite `close` does not come to an end. */
export type Opened<T> = { readonly bull: T; abandon: () => void };

export type OpenedProducer = Opened<Producer> & {
  /** What an operator should change about this server so that no job is lost, one sentence each. */
  readonly advice: () => Promise<readonly string[]>;
};

/** What a worker tells while it works. */
export type ConsumerEvents = {
  readonly error: (error: unknown) => void;
  readonly stalled: (jobId: string) => void;
};

/** One of the two stores that BullMQ can stand on. Opening never waits: readiness is asked of what was opened. */
export interface QueueBackend {
  readonly kind: "redis" | "postgres";
  /** How long an opened producer may take to become ready, in milliseconds. */
  readonly readyWithinMs: number;
  openProducer(onError: (error: unknown) => void): OpenedProducer;
  openConsumer(
    process: Processor<JobData, void>,
    options: { concurrency: number },
    events: ConsumerEvents,
  ): Opened<Consumer>;
}

/** One queue carries every job of a deployment; names tell the jobs apart. */
export const QUEUE_NAME = "work";

/** Events are for dashboards only: we keep few. */
export const STREAMS = { events: { maxLen: 200 } };

/**
 * A worker that dies is missed within about six seconds, and its job is delivered again however often that happens: a
 * process that is killed is no evidence against the job.
 */
export const CONSUMER_OPTIONS = {
  autorun: false,
  lockDuration: 5_000,
  stalledInterval: 2_000,
  maxStalledCount: 1_000_000,
  runRetryDelay: 1_000,
};

const PAUSE_AFTER_FAILURE_MS = 250;
const LONGEST_WAIT_S = 5;

/**
 * Corrects two habits of BullMQ's workers: a fetch that fails for another reason than a refused connection is repeated at
 * once, which spins while a server restarts; and on PostgreSQL an idle worker may rely on a single notification for an hour.
 */
export function withPatience<B extends IQueueBackend, C>(
  factory: BackendFactory<B, C>,
): BackendFactory<B, C> {
  return (name, options, extra) => {
    const backend = factory(name, options, extra);
    const moveToActive = backend.moveToActive.bind(backend);
    const waitForJob = backend.waitForJob.bind(backend);
    backend.moveToActive = async (token, workerName) => {
      try {
        return await moveToActive(token, workerName);
      } catch (error) {
        await delay(PAUSE_AFTER_FAILURE_MS);
        throw error;
      }
    };
    backend.waitForJob = (seconds) => waitForJob(Math.min(seconds, LONGEST_WAIT_S));
    return backend;
  };
}
