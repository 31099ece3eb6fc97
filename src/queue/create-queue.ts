import type { Log, Queue, QueueWorker } from "../ports.ts";
import type { QueueBackend } from "./backend.ts";
import { DEFAULT_RETRIES, type Retries, toBullJob } from "./job-options.ts";
import { keepTicking } from "./keep-ticking.ts";
import { openProducer } from "./open-producer.ts";
import { postgresBackend } from "./postgres-backend.ts";
import { processJob } from "./process-job.ts";
import { quietErrors } from "./quiet-errors.ts";
import { redisBackend } from "./redis-backend.ts";
import { runWorker } from "./run-worker.ts";

export type QueueOptions = {
  /** `url` as for `ioredis` (`redis://`, `rediss://`) or `pg` (`postgres://`, unix sockets included). */
  readonly backend: { readonly kind: "redis" | "postgres"; readonly url: string };
  /** Sets deployments on one server apart: lower-case letters, digits and `_`, at most 40. */
  readonly namespace: string;
  readonly log: Log;
  readonly retries?: Retries;
};

/** The port, and what an operator should know about the server behind it. */
export type CloseoutQueue = Queue & {
  /**
   * What to change about the server so that no job is lost, one sentence each; empty when all is well. The first `work`
   * logs it too. Rejects with a `QueueUnavailable`.
   */
  advice(): Promise<readonly string[]>;
};

const LOOK_AFTER_TICKS_EVERY_MS = 5_000;

/**
 * The `Queue` port on BullMQ 6, on Redis or on PostgreSQL; nothing connects before the first call.
 *
 * - A job added under a key is ignored while another of that name and key waits, runs or is to be tried again.
 * - A job that throws is tried again with growing pauses (`retries`); one whose worker dies is delivered again without end.
 * - `every` may fail with a `QueueUnavailable`, and still holds: this process looks after its ticks and builds them again.
 * - `add`, `every` and `ping` answer in bounded time; workers outlast an outage of any length.
 */
export function createQueue(options: QueueOptions): CloseoutQueue {
  const { log, retries = DEFAULT_RETRIES } = options;
  const backend = openBackend(options);
  const errors = quietErrors(log, `${backend.kind} queue`);
  const producer = openProducer(backend, errors);
  const ticks = new Map<string, number>();
  const workers = new Set<QueueWorker>();
  let lookAfterTicks: NodeJS.Timeout | undefined;
  let advised = false;

  async function tick(name: string, everyMs: number): Promise<void> {
    await producer.ask(`schedule "${name}"`, (queue) => keepTicking(queue, name, everyMs));
  }

  function logAdviceOnce(): void {
    if (advised) return;
    advised = true;
    producer.advice().then((sentences) => {
      for (const sentence of sentences) log.warn({}, sentence);
    }, errors.report);
  }

  return {
    async add(jobs) {
      const bullJobs = jobs.map((job) => toBullJob(job, retries));
      const [first] = bullJobs;
      if (first === undefined) return;
      const noun = jobs.length === 1 ? `a job "${first.name}"` : `${jobs.length} jobs`;
      await producer.ask(`add ${noun}`, async (queue) => {
        if (bullJobs.length === 1) await queue.add(first.name, first.data, first.opts);
        else await queue.addBulk(bullJobs);
      });
    },

    async every(name, everyMs) {
      ticks.set(name, everyMs);
      lookAfterTicks ??= setInterval(() => {
        for (const [each, ms] of ticks) tick(each, ms).catch(errors.report);
      }, LOOK_AFTER_TICKS_EVERY_MS).unref();
      await tick(name, everyMs);
    },

    async work(processors, { concurrency }) {
      const run = processJob(processors, log);
      const running = await runWorker({ backend, errors, log }, run, { concurrency });
      const worker: QueueWorker = {
        async drain() {
          await running.drain();
          workers.delete(worker);
        },
      };
      workers.add(worker);
      logAdviceOnce();
      return worker;
    },

    ping: () => producer.ping(),
    advice: () => producer.advice(),

    async close() {
      clearInterval(lookAfterTicks);
      ticks.clear();
      await Promise.all([...workers].map((worker) => worker.drain()));
      await producer.close();
    },
  };
}

function openBackend({ backend, namespace }: QueueOptions): QueueBackend {
  if (!/^[a-z0-9_]{1,40}$/.test(namespace)) {
    throw new RangeError(
      `The queue's namespace "${namespace}" must be 1 to 40 lower-case letters, digits or "_".`,
    );
  }
  return backend.kind === "redis"
    ? redisBackend(backend.url, namespace)
    : postgresBackend(backend.url, namespace);
}
