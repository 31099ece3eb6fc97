import type { Log, RateGate } from "../ports.ts";
import { createQuietGate } from "./quiet-gate.ts";

/** A shared gate that takes longer than this to answer is not waited for. */
const patienceMs = 500;

/**
 * Our own memory of how long Sensei wants to be left alone, and that of all processes where there is one: the longer wait
 * counts. When the shared memory fails or is slow, our own has to do, so that a sick database does not keep us from reading.
 */
export function createSharedGate(
  monotonic: () => number,
  shared: RateGate | undefined,
  log: Pick<Log, "warn"> | undefined,
): RateGate {
  const own = createQuietGate(monotonic);

  async function ask<T>(work: (gate: RateGate) => Promise<T>, otherwise: T): Promise<T> {
    if (shared === undefined) {
      return otherwise;
    }
    const late = Promise.withResolvers<T>();
    const timer = setTimeout(() => {
      log?.warn({ patienceMs }, "the shared rate limit of Sensei does not answer; going by our own");
      late.resolve(otherwise);
    }, patienceMs);
    const answered = work(shared).catch((error: unknown) => {
      log?.warn({ err: error }, "the shared rate limit of Sensei failed; going by our own");
      return otherwise;
    });
    try {
      return await Promise.race([answered, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async waitMs() {
      return Math.max(await ask((gate) => gate.waitMs(), 0), own.waitMs());
    },
    async closeFor(ms) {
      own.closeFor(ms);
      await ask((gate) => gate.closeFor(ms), undefined);
    },
  };
}
