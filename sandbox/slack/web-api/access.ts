import { SlackApiError } from "../api-error.ts";
import type { Conversation } from "../conversation.ts";
import type { Message } from "../message-log.ts";
import type { Sandbox } from "../sandbox.ts";

/** A conversation that exists. @throws SlackApiError `channel_not_found`. */
export function knownConversation({ world }: Sandbox, id: string): Conversation {
  const conversation = world.conversations.get(id);
  if (conversation === undefined) throw new SlackApiError("channel_not_found");
  const isPrivate = conversation.kind === "im" && !conversation.members.has(world.botId);
  if (isPrivate) throw new SlackApiError("channel_not_found");
  return conversation;
}

/** A conversation that the bot is in. @throws SlackApiError `channel_not_found` or `not_in_channel`. */
export function joinedConversation(sandbox: Sandbox, id: string): Conversation {
  const conversation = knownConversation(sandbox, id);
  if (!conversation.members.has(sandbox.world.botId)) throw new SlackApiError("not_in_channel");
  return conversation;
}

/**
 * Where the bot may write: a conversation it is in, or the direct message with a user id.
 * @throws SlackApiError `channel_not_found`, `not_in_channel` or `is_archived`.
 */
export function writableConversation(sandbox: Sandbox, channel: string): Conversation {
  const { world } = sandbox;
  const member = world.members.get(channel);
  if (member !== undefined && member.id === world.botId) throw new SlackApiError("channel_not_found");
  const id = member === undefined ? channel : world.direct(world.botId, member.id).id;
  const conversation = joinedConversation(sandbox, id);
  if (conversation.archived) throw new SlackApiError("is_archived");
  if (conversation.kind === "im") {
    const other = world.members.get(conversation.otherThan(world.botId) ?? "");
    if (other === undefined || other.deleted) throw new SlackApiError("is_archived");
  }
  return conversation;
}

/** A message that everybody in the conversation sees. @throws SlackApiError `message_not_found`. */
export function publicMessage(conversation: Conversation, ts: string): Message {
  const message = conversation.log.get(ts);
  if (message === undefined) throw new SlackApiError("message_not_found");
  return message;
}
