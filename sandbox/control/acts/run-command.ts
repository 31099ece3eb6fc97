import { acknowledged, type Delivery } from "../../slack/app-link/envelope.ts";
import { SLACKBOT } from "../../slack/cast.ts";
import type { Conversation } from "../../slack/conversation.ts";
import { parseObject } from "../../slack/json.ts";
import type { Sandbox } from "../../slack/sandbox.ts";
import { ControlError } from "../control-error.ts";
import { actor, seenConversation } from "./actor.ts";
import { channelFacts, teamDomain } from "./payloads.ts";
import { escapeTyped, mentionNames } from "./typed-text.ts";

/** A person types a slash command. What the app acknowledges with appears in the channel. */
export async function runCommand(
  sandbox: Sandbox,
  act: { as: string; channel: string; text: string },
): Promise<{ delivered: Delivery[] }> {
  const { world, installed } = sandbox;
  const member = actor(sandbox, act.as);
  const conversation = seenConversation(sandbox, member, act.channel);
  const typed = /^(\/\S+)\s*(.*)$/s.exec(act.text.trim());
  const command = typed?.[1] ?? "";
  const known = installed.commands.find((candidate) => candidate.command === command);
  if (command === "" || (known === undefined && installed.strict)) {
    throw new ControlError(
      404,
      "unknown_command",
      `"${act.text.split(/\s/)[0]}" is not a command of the app.`,
    );
  }
  const escaped = escapeTyped(typed?.[2] ?? "");
  const mention = (id: string, name: string) => `<@${id}|${name}>`;
  const text = known?.should_escape === false ? escaped : mentionNames(world, escaped, mention);
  const { id, name } = channelFacts(conversation);
  const delivered = await sandbox.link.deliver({
    kind: "slash_commands",
    payload: {
      token: "sandbox",
      team_id: member.teamId,
      team_domain: teamDomain(world.team, member),
      channel_id: id,
      channel_name: name,
      user_id: member.id,
      user_name: member.name,
      command,
      text,
      api_app_id: world.app.appId,
      is_enterprise_install: "false",
      response_url: `${sandbox.baseUrl()}${sandbox.responseUrls.issuePath(conversation, member.id)}`,
      trigger_id: sandbox.triggers.issue(member.id),
    },
  });
  show(sandbox, conversation, member.id, command, delivered[0]);
  return { delivered };
}

function show(
  sandbox: Sandbox,
  conversation: Conversation,
  user: string,
  command: string,
  delivery: Delivery | undefined,
): void {
  if (delivery !== undefined && acknowledged(delivery)) {
    if (delivery.body.trim() === "") return;
    const reply = parseObject(delivery.body) ?? { text: delivery.body };
    const { replace_original: _replace, delete_original: _delete, ...message } = reply;
    const outcome = sandbox.responseUrls.apply({ conversation, user }, message);
    if (outcome.status !== 200) complain(sandbox, conversation, user, command, outcome.body);
    return;
  }
  complain(
    sandbox,
    conversation,
    user,
    command,
    delivery?.error === "timeout" ? "operation_timeout" : "dispatch_failed",
  );
}

function complain(
  sandbox: Sandbox,
  conversation: Conversation,
  user: string,
  command: string,
  error: string,
): void {
  const text = `${command} failed with the error "${error}"`;
  sandbox.posting.post(conversation, { user: SLACKBOT, text, onlyFor: user });
}
