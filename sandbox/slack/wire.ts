import type { Member } from "./cast.ts";
import type { Conversation } from "./conversation.ts";
import { extension, type FileStore, type StoredFile } from "./file-store.ts";
import type { JsonObject } from "./json.ts";
import type { Message } from "./message-log.ts";
import type { World } from "./world.ts";

/** What the shapes below are drawn from. */
export type WireContext = {
  readonly world: World;
  readonly files: FileStore;
  readonly baseUrl: () => string;
};

/** A message as the Web API and events show it; metadata only where it was asked for. */
export function wireMessage(
  context: WireContext,
  message: Message,
  conversation: Conversation,
  options: { metadata?: boolean } = {},
): JsonObject {
  const { world } = context;
  const author = world.members.get(message.user);
  return {
    type: "message",
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    user: message.user,
    ...(message.byBot
      ? { bot_id: world.app.botId, app_id: world.app.appId, bot_profile: botProfile(world) }
      : {}),
    text: message.text,
    ts: message.ts,
    team: author?.teamId ?? world.team.id,
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    ...(message.edited === undefined ? {} : { edited: message.edited }),
    ...(message.files.length === 0 ? {} : { files: wireFiles(context, message.files), upload: true }),
    ...(conversation.pins.has(message.ts) ? { pinned_to: [conversation.id] } : {}),
    ...threadFacts(message, conversation),
    ...(options.metadata === true && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  };
}

/** A channel or direct message as `conversations.info` shows it to the bot. */
export function wireConversation(world: World, conversation: Conversation): JsonObject {
  const shared = {
    id: conversation.id,
    created: conversation.createdSeconds,
    is_archived: conversation.archived,
    is_org_shared: false,
    context_team_id: world.team.id,
  };
  if (conversation.kind === "im") {
    const user = conversation.otherThan(world.botId);
    const isUserDeleted = world.members.get(user ?? "")?.deleted ?? false;
    return { ...shared, is_im: true, is_channel: false, user, is_user_deleted: isUserDeleted, priority: 0 };
  }
  return {
    ...shared,
    name: conversation.name,
    name_normalized: conversation.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_general: conversation.name === "general",
    is_shared: false,
    is_ext_shared: [...conversation.members].some((id) => world.members.get(id)?.kind === "foreign"),
    is_pending_ext_shared: false,
    is_member: conversation.members.has(world.botId),
    creator: conversation.creator,
    topic: {
      value: conversation.topic,
      creator: conversation.creator,
      last_set: conversation.createdSeconds,
    },
    purpose: { value: "", creator: "", last_set: 0 },
    num_members: conversation.members.size,
    unlinked: 0,
    previous_names: [],
  };
}

/** A person as `users.info` shows them. */
export function wireUser(world: World, member: Member): JsonObject {
  const isBot = member.id === world.botId;
  return {
    id: member.id,
    team_id: member.teamId,
    name: member.name,
    deleted: member.deleted,
    color: member.color.slice(1),
    real_name: member.realName,
    tz: member.tz,
    tz_label: member.tz,
    tz_offset: tzOffsetSeconds(member.tz, world.clock.now()),
    is_admin: member.isOwner,
    is_owner: member.isOwner,
    is_primary_owner: member.isOwner,
    is_restricted: member.kind === "guest",
    is_ultra_restricted: false,
    is_bot: isBot,
    is_app_user: false,
    ...(member.kind === "foreign" ? { is_stranger: true } : {}),
    updated: world.seconds(),
    profile: {
      title: member.title,
      real_name: member.realName,
      real_name_normalized: member.realName,
      display_name: member.name,
      display_name_normalized: member.name,
      team: member.teamId,
      ...(isBot
        ? { bot_id: world.app.botId, api_app_id: world.app.appId }
        : {
            email: `${member.name}@${member.teamId === world.team.id ? world.team.domain : "partner"}.example`,
          }),
    },
  };
}

/** A file as the Web API shows it. Its download URLs ask for the bot's token. */
export function wireFile(context: WireContext, file: StoredFile): JsonObject {
  const { world } = context;
  const url = `${context.baseUrl()}/files-pri/${world.team.id}-${file.id}`;
  const encoded = encodeURIComponent(file.name);
  return {
    id: file.id,
    created: file.createdSeconds,
    timestamp: file.createdSeconds,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: extension(file.name),
    size: file.size,
    user: world.botId,
    user_team: world.team.id,
    mode: "hosted",
    is_external: false,
    is_public: true,
    alt_txt: file.altText,
    url_private: `${url}/${encoded}`,
    url_private_download: `${url}/download/${encoded}`,
    permalink: `${context.baseUrl()}/files/${file.id}/${encoded}`,
    channels: [...file.channels].filter((id) => id.startsWith("C")),
    ims: [...file.channels].filter((id) => id.startsWith("D")),
    groups: [],
  };
}

function wireFiles(context: WireContext, ids: readonly string[]): JsonObject[] {
  return ids.flatMap((id) => {
    const file = context.files.get(id);
    return file === undefined ? [] : [wireFile(context, file)];
  });
}

function threadFacts(message: Message, conversation: Conversation): JsonObject {
  if (message.replies.length > 0) {
    const users = [...new Set(message.replies.map((reply) => reply.user))];
    return {
      thread_ts: message.ts,
      reply_count: message.replies.length,
      reply_users_count: users.length,
      reply_users: users,
      latest_reply: message.replies.at(-1)?.ts,
      is_locked: false,
    };
  }
  if (message.threadTs === undefined) return {};
  const root = conversation.log.get(message.threadTs);
  return { thread_ts: message.threadTs, ...(root === undefined ? {} : { parent_user_id: root.user }) };
}

function botProfile(world: World): JsonObject {
  const bot = world.members.get(world.botId);
  return {
    id: world.app.botId,
    app_id: world.app.appId,
    name: bot?.realName ?? "",
    icons: {},
    deleted: !world.installed,
    updated: 0,
    team_id: world.team.id,
  };
}

const offsets = new Map<string, Intl.DateTimeFormat>();

function tzOffsetSeconds(tz: string, epochMs: number): number {
  const format =
    offsets.get(tz) ?? new Intl.DateTimeFormat("en-US", { timeZone: tz, timeZoneName: "longOffset" });
  offsets.set(tz, format);
  const name = format.formatToParts(epochMs).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (match === null) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}
