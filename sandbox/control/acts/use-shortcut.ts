import type { Delivery } from "../../slack/app-link/envelope.ts";
import type { Sandbox } from "../../slack/sandbox.ts";
import { formatTs } from "../../slack/timestamps.ts";
import { wireMessage } from "../../slack/wire.ts";
import { ControlError } from "../control-error.ts";
import { actor, seenConversation, seenMessage } from "./actor.ts";
import { channelFacts, interactionHead } from "./payloads.ts";

/** A person uses a shortcut: on a message if `channel` and `ts` are given, else a global one. */
export async function useShortcut(
  sandbox: Sandbox,
  act: { as: string; channel?: string | undefined; ts?: string | undefined; callback_id: string },
): Promise<{ delivered: Delivery[] }> {
  const member = actor(sandbox, act.as);
  const type = act.ts === undefined ? "global" : "message";
  const { installed } = sandbox;
  const known = installed.shortcuts.some((s) => s.callback_id === act.callback_id && s.type === type);
  if (!known && installed.strict) {
    throw new ControlError(404, "unknown_shortcut", `The app has no ${type} shortcut "${act.callback_id}".`);
  }
  const common = {
    callback_id: act.callback_id,
    action_ts: formatTs(sandbox.world.timestamps.next()),
    trigger_id: sandbox.triggers.issue(member.id),
  };
  if (act.ts === undefined) {
    const payload = { ...interactionHead(sandbox, "shortcut", member), ...common };
    return { delivered: await sandbox.link.deliver({ kind: "interactive", payload }) };
  }
  const conversation = seenConversation(sandbox, member, act.channel ?? "");
  const message = seenMessage(conversation, member, act.ts);
  if (message.onlyFor !== undefined) {
    throw new ControlError(
      400,
      "not_on_ephemerals",
      "Shortcuts are not offered on messages that only one person sees.",
    );
  }
  const payload = {
    ...interactionHead(sandbox, "message_action", member),
    ...common,
    channel: channelFacts(conversation),
    message_ts: message.ts,
    message: wireMessage(sandbox, message, conversation, { metadata: true }),
    response_url: `${sandbox.baseUrl()}${sandbox.responseUrls.issuePath(conversation, member.id, message)}`,
  };
  return { delivered: await sandbox.link.deliver({ kind: "interactive", payload }) };
}
