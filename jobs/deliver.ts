import { z } from "zod";
import { conversationSchema } from "../src/domain/conversation.ts";
import { platformSchema } from "../src/domain/identity.ts";
import type { JobProcessor } from "../src/ports.ts";

const payloadSchema = z.object({
  lanes: z.array(
    z.object({
      installation: z.object({ platform: platformSchema, tenant: z.string().min(1) }),
      conversation: conversationSchema,
    }),
  ),
});
export type DeliverPayload = z.output<typeof payloadSchema>;

/** Delivers what wants delivery in some conversations. A job that is repeated finds nothing left to do. */
export function deliverProcessor(deliver: (payload: DeliverPayload) => Promise<unknown>): JobProcessor {
  return async (payload) => {
    await deliver(payloadSchema.parse(payload));
  };
}
