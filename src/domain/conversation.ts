import { z } from "zod";

/** Where a message goes: a channel, or one person directly. */
export const conversationSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("channel"), channel: z.string().min(1) }),
  z.object({ kind: z.literal("direct"), user: z.string().min(1) }),
]);
export type Conversation = z.infer<typeof conversationSchema>;

/** `channel:C1` or `direct:U1`: a conversation as a storage key. */
export function conversationKey(conversation: Conversation): string {
  return conversation.kind === "channel" ? `channel:${conversation.channel}` : `direct:${conversation.user}`;
}
