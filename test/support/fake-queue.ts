import type { Queue, QueuedJob } from "../../src/ports.ts";

/** A queue that only remembers what it was given; while it is `away` it takes nothing. */
export type FakeQueue = Queue & { readonly jobs: readonly QueuedJob[]; away: boolean };

export function fakeQueue(): FakeQueue {
  const jobs: QueuedJob[] = [];
  return {
    jobs,
    away: false,
    async add(added) {
      if (this.away) throw new Error("The queue does not answer.");
      jobs.push(...added);
    },
    every: async () => undefined,
    work: async () => ({ drain: async () => undefined }),
    ping: async () => undefined,
    close: async () => undefined,
  };
}
