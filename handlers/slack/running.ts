import { once } from "node:events";

/** Work that was acknowledged and is still going on. Bolt's receivers stop without waiting for it. */
export type Running = {
  /** Keeps count of one piece of work; passes on its result or error. */
  track<T>(work: () => Promise<T>): Promise<T>;
  readonly count: number;
  /** Resolves when everything has finished, or after `timeoutMs`, with the number of pieces left unfinished. */
  drain(timeoutMs: number): Promise<number>;
};

/** An empty register. */
export function createRunning(): Running {
  const under = new Set<Promise<unknown>>();
  return {
    track(work) {
      const piece = work();
      const settled = piece.then(
        () => undefined,
        () => undefined,
      );
      under.add(settled);
      void settled.then(() => under.delete(settled));
      return piece;
    },
    get count() {
      return under.size;
    },
    async drain(timeoutMs) {
      const bound = AbortSignal.timeout(timeoutMs);
      const tooLate = once(bound, "abort");
      // Work may begin while we wait for other work, so one look is not enough.
      while (under.size > 0 && !bound.aborted) await Promise.race([Promise.all(under), tooLate]);
      return under.size;
    },
  };
}
