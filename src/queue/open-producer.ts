import type { OpenedProducer, Producer, QueueBackend } from "./backend.ts";
import { QueueUnavailable } from "./queue-unavailable.ts";
import type { QuietErrors } from "./quiet-errors.ts";
import { settles, within } from "./within.ts";

const WORK_WITHIN_MS = 10_000;
const PING_WITHIN_MS = 3_000;
const CLOSE_WITHIN_MS = 5_000;

/** The producing side of the queue: one BullMQ queue, opened when first needed and again when it can never become ready. */
export type ProducerHandle = {
  /** Runs a command, in bounded time. Every fault becomes a `QueueUnavailable` that names what we were `doing`. */
  ask<T>(doing: string, command: (queue: Producer) => Promise<T>): Promise<T>;
  /** The same with a command that costs nothing, and a shorter bound. */
  ping(): Promise<void>;
  advice(): Promise<readonly string[]>;
  close(): Promise<void>;
};

export function openProducer(backend: QueueBackend, errors: QuietErrors): ProducerHandle {
  let opened: (OpenedProducer & { readonly ready: Promise<void> }) | undefined;
  let lastError: unknown;
  let closed = false;
  const late = () => lastError ?? new Error("no answer in time");

  async function ready(): Promise<OpenedProducer> {
    opened ??= open();
    const current = opened;
    await within(current.ready, backend.readyWithinMs, late);
    return current;
  }

  /** BullMQ remembers a failed start for ever: such a queue is thrown away. */
  function open(): OpenedProducer & { readonly ready: Promise<void> } {
    const made = backend.openProducer((error) => {
      lastError = error;
      errors.report(error);
    });
    const current = { ...made, ready: made.bull.waitUntilReady() };
    current.ready.catch(() => {
      if (opened === current) opened = undefined;
      return shut(current);
    });
    return current;
  }

  async function ask<T>(
    doing: string,
    command: (opened: OpenedProducer) => Promise<T>,
    withinMs = WORK_WITHIN_MS,
  ): Promise<T> {
    try {
      if (closed) throw new Error("it has been closed");
      const current = await ready();
      const answer = await within(command(current), withinMs, late);
      lastError = undefined;
      errors.answered();
      return answer;
    } catch (error) {
      throw new QueueUnavailable(doing, error);
    }
  }

  return {
    ask: (doing, command) => ask(doing, ({ bull }) => command(bull)),
    async ping() {
      await ask("reach it", ({ bull }) => bull.isPaused(), PING_WITHIN_MS);
    },
    advice: () => ask("look at its settings", ({ advice }) => advice(), PING_WITHIN_MS),
    async close() {
      closed = true;
      if (opened !== undefined) await shut(opened);
    },
  };
}

async function shut(opened: OpenedProducer): Promise<void> {
  await settles(opened.bull.close(), CLOSE_WITHIN_MS);
  opened.abandon();
}
