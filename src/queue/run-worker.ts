import { setTimeout as delay } from "node:timers/promises";
import type { Processor } from "bullmq";
import type { Log, QueueWorker } from "../ports.ts";
import type { Consumer, Opened, QueueBackend } from "./backend.ts";
import type { JobData } from "./job-options.ts";
import type { QuietErrors } from "./quiet-errors.ts";
import { settles } from "./within.ts";

/** How long we wait for a first connection before we return and go on trying behind the caller's back. */
const STARTED_WITHIN_MS = 10_000;
const RESTART_AFTER_MS = 1_000;
/** After the last running job, how long the connections may take to close politely. */
const CLOSE_WITHIN_MS = 5_000;

type Deps = { backend: QueueBackend; errors: QuietErrors; log: Log };

/**
 * Runs a worker until it is drained. BullMQ's worker survives a lost connection by itself, but not one that was never
 * there, and it may end for reasons of its own: then another takes its place a second later.
 */
export async function runWorker(
  deps: Deps,
  process: Processor<JobData, void>,
  options: { concurrency: number },
): Promise<QueueWorker> {
  const stop = new AbortController();
  const started = Promise.withResolvers<void>();
  const busy = countRunning(process);
  const end = keepRunning();
  await settles(started.promise, STARTED_WITHIN_MS);
  return {
    async drain() {
      stop.abort();
      await end;
    },
  };

  async function keepRunning(): Promise<void> {
    while (!stop.signal.aborted) {
      await runOnce();
      started.resolve();
      if (!stop.signal.aborted)
        await delay(RESTART_AFTER_MS, undefined, { signal: stop.signal }).catch(ignore);
    }
  }

  async function runOnce(): Promise<void> {
    const opened = deps.backend.openConsumer(busy.process, options, {
      error: deps.errors.report,
      stalled: (jobId) => deps.log.warn({ jobId }, "A job lost its worker and is delivered again"),
    });
    const stopped = aborted(stop.signal);
    try {
      await Promise.race([opened.bull.waitUntilReady(), stopped]);
      if (stop.signal.aborted) return;
      deps.errors.answered();
      started.resolve();
      await Promise.race([opened.bull.run(), stopped]);
    } catch (error) {
      deps.errors.report(error);
    } finally {
      await closePolitely(opened, busy, deps.errors);
    }
  }
}

/** Waits for running jobs as long as they take, for the connections only for a while. */
async function closePolitely(opened: Opened<Consumer>, busy: Busy, errors: QuietErrors): Promise<void> {
  const closing = opened.bull.close().catch(errors.report);
  let closed: boolean;
  do {
    await Promise.race([closing, busy.idle()]);
    closed = await settles(closing, CLOSE_WITHIN_MS);
  } while (!closed && busy.running() > 0);
  opened.abandon();
}

type Busy = { process: Processor<JobData, void>; running(): number; idle(): Promise<void> };

function countRunning(process: Processor<JobData, void>): Busy {
  const running = new Set<Promise<void>>();
  return {
    async process(job) {
      const work = process(job);
      running.add(work);
      try {
        await work;
      } finally {
        running.delete(work);
      }
    },
    running: () => running.size,
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function ignore(): void {}
