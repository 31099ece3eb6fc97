import type { Queue } from "../../src/ports.ts";

/** A queue that forgets everything, where what becomes of jobs is not measured. */
export const idleQueue: Queue = {
  add: async () => undefined,
  every: async () => undefined,
  work: async () => ({ drain: async () => undefined }),
  ping: async () => undefined,
  close: async () => undefined,
};
