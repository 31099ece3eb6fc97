import type { Member } from "../slack/cast.ts";
import type { Conversation } from "../slack/conversation.ts";
import { compact, type JsonObject } from "../slack/json.ts";
import type { Message } from "../slack/message-log.ts";
import type { Sandbox } from "../slack/sandbox.ts";
import { formatTs } from "../slack/timestamps.ts";

/** A message as the control API shows it. */
export function shownMessage(sandbox: Sandbox, message: Message, conversation: Conversation): JsonObject {
  const files = message.files.flatMap((id) => {
    const file = sandbox.files.get(id);
    if (file === undefined) return [];
    const { name, title, mimetype, size, altText } = file;
    const url = `${sandbox.baseUrl()}/control/files/${id}`;
    return [compact({ id, name, title, mimetype, size, url, alt: altText })];
  });
  return compact({
    ts: message.ts,
    channel: conversation.id,
    user: message.user,
    bot: message.byBot || undefined,
    subtype: message.subtype,
    text: message.text,
    blocks: message.blocks,
    metadata: message.metadata,
    thread_ts: message.threadTs ?? (message.replies.length > 0 ? message.ts : undefined),
    reply_count: message.replies.length || undefined,
    edited: message.edited,
    ephemeral: message.onlyFor === undefined ? undefined : true,
    files: files.length > 0 ? files : undefined,
    pinned: conversation.pins.has(message.ts) || undefined,
  });
}

/** A person as the control API shows them. */
export function shownMember(member: Member): JsonObject {
  return {
    id: member.id,
    team_id: member.teamId,
    name: member.name,
    real_name: member.realName,
    title: member.title,
    tz: member.tz,
    kind: member.kind,
    color: member.color,
    initials: initials(member.realName),
    deleted: member.deleted,
  };
}

/** A channel as the control API shows it. */
export function shownChannel(sandbox: Sandbox, channel: Conversation): JsonObject {
  return {
    id: channel.id,
    name: channel.name,
    topic: channel.topic,
    members: [...channel.members],
    bot_in: channel.members.has(sandbox.world.botId),
    archived: channel.archived,
  };
}

/** A conversation in the list of `member`. */
export function shownConversation(sandbox: Sandbox, conversation: Conversation, member: Member): JsonObject {
  const other = conversation.kind === "im" ? conversation.otherThan(member.id) : undefined;
  const name = other === undefined ? conversation.name : (sandbox.world.members.get(other)?.name ?? "");
  const newest = conversation.log.roots.at(-1);
  return compact({
    id: conversation.id,
    kind: conversation.kind,
    name,
    with: other,
    last_ts: newest === undefined ? null : newest.ts,
    unread: conversation.log.countAfter(conversation.lastRead.get(member.id) ?? 0),
    last_read: formatTs(conversation.lastRead.get(member.id) ?? 0),
  });
}

/** What `member` sees of a conversation, or of one thread in it: oldest first, ephemerals at their place. */
export function seenMessages(
  sandbox: Sandbox,
  conversation: Conversation,
  member: Member,
  filter: { threadTs?: string | undefined; limit?: number | undefined },
): JsonObject[] {
  const { threadTs, limit } = filter;
  const root = threadTs === undefined ? undefined : conversation.log.get(threadTs);
  const line =
    threadTs === undefined ? conversation.log.roots : root === undefined ? [] : [root, ...root.replies];
  const mine = conversation.ephemerals.filter((m) => m.onlyFor === member.id && m.threadTs === threadTs);
  const kept = limit === undefined ? line : line.slice(-limit);
  const since = limit === undefined ? 0 : (kept[0]?.micros ?? 0);
  const shown = [...kept, ...mine.filter((message) => message.micros >= since)];
  return shown
    .toSorted((one, other) => one.micros - other.micros)
    .map((message) => shownMessage(sandbox, message, conversation));
}

function initials(realName: string): string {
  const words = realName.split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}
