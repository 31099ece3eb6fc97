import { z } from "zod";
import type { JobProcessor } from "../src/ports.ts";

/** Name of the recurring job that finds what is due or undelivered. */
export const sweepJob = "sweep";

/** A sweep needs nothing: what it has to do is in the store. Schedulers may send an empty object or nothing at all. */
const payloadSchema = z.union([z.object({}), z.null(), z.undefined()]);

/** Runs one sweep. Sweeps may overlap and be repeated. */
export function sweepProcessor(sweep: () => Promise<unknown>): JobProcessor {
  return async (payload) => {
    payloadSchema.parse(payload);
    await sweep();
  };
}
