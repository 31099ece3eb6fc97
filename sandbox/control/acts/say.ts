import type { Delivery } from "../../slack/app-link/envelope.ts";
import type { Sandbox } from "../../slack/sandbox.ts";
import { ControlError } from "../control-error.ts";
import { actor, seenConversation } from "./actor.ts";
import { mentionNames } from "./typed-text.ts";

/** A person writes a message, in a thread if `thread_ts` is given. */
export async function say(
  sandbox: Sandbox,
  act: { as: string; channel: string; text: string; thread_ts?: string | undefined },
): Promise<{ ts: string; delivered: Delivery[] }> {
  const member = actor(sandbox, act.as);
  const conversation = seenConversation(sandbox, member, act.channel);
  if (conversation.archived) throw new ControlError(403, "is_archived", "The channel is archived.");
  if (
    sandbox.installed.messagesReadOnly &&
    conversation.kind === "im" &&
    conversation.members.has(sandbox.world.botId)
  )
    throw new ControlError(403, "read_only", "Sending messages to this app has been turned off.");
  if (act.text.trim() === "") throw new ControlError(400, "no_text", "There is nothing to say.");
  if (act.thread_ts !== undefined && conversation.log.get(act.thread_ts) === undefined) {
    throw new ControlError(404, "message_not_found", `There is no message ${act.thread_ts} to reply to.`);
  }
  const text = mentionNames(sandbox.world, act.text, (id) => `<@${id}>`);
  const draft = { user: member.id, text, threadTs: act.thread_ts };
  const { message, delivered } = sandbox.posting.post(conversation, draft);
  return { ts: message.ts, delivered: await delivered };
}
