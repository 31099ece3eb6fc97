import { z } from "zod";

/** How requests to the app are sent: all by the book unless told otherwise. */
export const InboundInput = z.strictObject({
  /** Sends each request so many times at once, freshly signed, as retries are. */
  copies: z.int().min(1).max(20).default(1),
  /** Holds each request back for a random moment, so that they overtake each other. */
  reorder: z.boolean().default(false),
  reorder_ms: z.number().min(1).max(2000).default(200),
  bad_signature: z.boolean().default(false),
  timestamp_offset_s: z.int().default(0),
  /** Sends the identical request (same signature, same envelope) again, so many times. */
  replay: z
    .union([z.boolean(), z.int().min(0).max(20)])
    .default(false)
    .transform(Number),
});

export type Inbound = z.infer<typeof InboundInput>;
