import { z } from "zod";
import type { JobProcessor } from "../src/ports.ts";

const payloadSchema = z.object({ operationId: z.uuid() });
export type RunOperationPayload = z.output<typeof payloadSchema>;

/** Takes one operation a step further. A job that is repeated, or comes while another works on it, does nothing. */
export function runOperationProcessor(run: (payload: RunOperationPayload) => Promise<unknown>): JobProcessor {
  return async (payload) => {
    await run(payloadSchema.parse(payload));
  };
}
