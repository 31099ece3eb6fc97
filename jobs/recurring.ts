import { z } from "zod";
import type { JobProcessor } from "../src/ports.ts";

/** Name of the job that finds what is due or undelivered, every second or so. */
export const sweepJob = "sweep";

/** Name of the job that forgets received requests which no platform will repeat any more. */
export const tidyJob = "tidy";

/** Tidying is not urgent. */
export const tidyEveryMs = 60 * 60 * 1000;

/** A tick needs nothing: what it has to do is in the store. Schedulers may send an empty object or nothing at all. */
const payloadSchema = z.union([z.object({}), z.null(), z.undefined()]);

/**
 * Runs what recurs. A tick that comes while this process is still at work on an earlier one is let go: that work finds
 * everything there is, and workers that wait for each other deliver nothing. Processes may overlap.
 */
export function recurringProcessor(work: () => Promise<unknown>): JobProcessor {
  let atWork = false;
  return async (payload) => {
    payloadSchema.parse(payload);
    if (atWork) return;
    atWork = true;
    try {
      await work();
    } finally {
      atWork = false;
    }
  };
}
