import { z } from "zod";
import type { JobProcessor } from "../src/ports.ts";

const payloadSchema = z.object({ eventId: z.string().min(1) });
export type VendorEventPayload = z.output<typeof payloadSchema>;

/** Works on one event of the vendor. A job that is repeated finds that it is dealt with. */
export function vendorEventProcessor(work: (payload: VendorEventPayload) => Promise<unknown>): JobProcessor {
  return async (payload) => {
    await work(payloadSchema.parse(payload));
  };
}
