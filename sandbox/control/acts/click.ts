import type { Delivery } from "../../slack/app-link/envelope.ts";
import { FormState } from "../../slack/blocks/form-state.ts";
import type { Conversation } from "../../slack/conversation.ts";
import type { JsonObject } from "../../slack/json.ts";
import type { Message } from "../../slack/message-log.ts";
import type { Sandbox } from "../../slack/sandbox.ts";
import { formatTs } from "../../slack/timestamps.ts";
import { wireMessage } from "../../slack/wire.ts";
import { actionEntry } from "./action.ts";
import { actor, seenConversation, seenMessage } from "./actor.ts";
import { type ControlName, fillControl, findControl } from "./find-control.ts";
import { channelFacts, interactionHead } from "./payloads.ts";

const states = new WeakMap<Message, Map<string, FormState>>();

/** What a person has set the controls of a message to; everybody has their own. */
export function messageState(message: Message, user: string): FormState {
  const perUser = states.get(message) ?? new Map<string, FormState>();
  states.set(message, perUser);
  const state = perUser.get(user) ?? new FormState();
  perUser.set(user, state);
  return state;
}

/** A person clicks a button or chooses in a menu of a message. */
export async function click(
  sandbox: Sandbox,
  act: { as: string; channel: string; ts: string } & ControlName,
): Promise<{ delivered: Delivery[] }> {
  const member = actor(sandbox, act.as);
  const conversation = seenConversation(sandbox, member, act.channel);
  const message = seenMessage(conversation, member, act.ts);
  const control = findControl(message.blocks ?? [], act);
  const state = messageState(message, member.id);
  const value = fillControl(state, control, act.value);
  const actionTs = formatTs(sandbox.world.timestamps.next());
  const responsePath = sandbox.responseUrls.issuePath(conversation, member.id, message);
  const delivered = await sandbox.link.deliver({
    kind: "interactive",
    payload: {
      ...interactionHead(sandbox, "block_actions", member),
      ...messagePlace(sandbox, conversation, message),
      state: { values: state.values(message.blocks ?? []) },
      response_url: `${sandbox.baseUrl()}${responsePath}`,
      trigger_id: sandbox.triggers.issue(member.id),
      actions: [actionEntry(control, value, actionTs)],
    },
  });
  return { delivered };
}

/** Where in a conversation something was done. The content of an ephemeral message is not repeated. */
export function messagePlace(sandbox: Sandbox, conversation: Conversation, message: Message): JsonObject {
  const isEphemeral = message.onlyFor !== undefined;
  const inThread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: isEphemeral,
      ...inThread,
    },
    channel: channelFacts(conversation),
    ...(isEphemeral ? {} : { message: wireMessage(sandbox, message, conversation, { metadata: true }) }),
  };
}
