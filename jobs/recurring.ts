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

/** Runs what recurs. Ticks may overlap and be repeated. */
export function recurringProcessor(work: () => Promise<unknown>): JobProcessor {
  return async (payload) => {
    payloadSchema.parse(payload);
    await work();
  };
}
