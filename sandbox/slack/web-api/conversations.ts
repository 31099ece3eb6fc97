import { z } from "zod";
import { SlackApiError } from "../api-error.ts";
import { LIMITS } from "../limits.ts";
import { addMember } from "../membership.ts";
import type { Sandbox } from "../sandbox.ts";
import { wireConversation } from "../wire.ts";
import { joinedConversation, knownConversation } from "./access.ts";
import { flag, readArgs, whole, word } from "./args.ts";
import { pageOf } from "./cursor.ts";
import type { Method, Methods } from "./method.ts";

const paging = { cursor: z.string().optional(), limit: whole.default(LIMITS.pageSize) };

const info: Method = (sandbox, raw) => {
  const { channel } = readArgs(z.looseObject({ channel: word }), raw);
  return { channel: wireConversation(sandbox.world, knownConversation(sandbox, channel)) };
};

const members: Method = (sandbox, raw) => {
  const args = readArgs(z.looseObject({ channel: word, ...paging }), raw);
  const all = [...knownConversation(sandbox, args.channel).members];
  const { page, response_metadata } = pageOf(all, args.cursor, args.limit || LIMITS.pageSize);
  return { members: page, response_metadata };
};

const list: Method = (sandbox, raw) => {
  const schema = z.looseObject({ types: word.default("public_channel"), exclude_archived: flag, ...paging });
  const args = readArgs(schema, raw);
  const types = new Set(args.types.split(",").map((type) => type.trim()));
  const { world } = sandbox;
  const all = [...world.conversations.values()].filter((conversation) => {
    if (args.exclude_archived && conversation.archived) return false;
    if (conversation.kind === "channel") return types.has("public_channel");
    return types.has("im") && conversation.members.has(world.botId);
  });
  const { page, response_metadata } = pageOf(all, args.cursor, args.limit || LIMITS.pageSize);
  return { channels: page.map((conversation) => wireConversation(world, conversation)), response_metadata };
};

const open: Method = (sandbox, raw) => {
  const schema = z.looseObject({ users: word.optional(), channel: word.optional(), return_im: flag });
  const args = readArgs(schema, raw);
  const { world } = sandbox;
  if (args.channel !== undefined) {
    return { channel: openedFacts(sandbox, knownConversation(sandbox, args.channel).id, args.return_im) };
  }
  const users = (args.users ?? "").split(",").filter((id) => id !== "");
  const [user] = users;
  if (user === undefined) throw new SlackApiError("users_list_not_supplied");
  if (users.length > 1) throw new SlackApiError("method_not_supported_for_channel_type");
  const member = world.members.get(user);
  if (member === undefined) throw new SlackApiError("user_not_found");
  if (member.deleted) throw new SlackApiError("user_disabled");
  if (member.kind === "bot") throw new SlackApiError("cannot_dm_bot");
  return { channel: openedFacts(sandbox, world.direct(world.botId, user).id, args.return_im) };
};

function openedFacts(sandbox: Sandbox, id: string, inFull: boolean) {
  return inFull ? wireConversation(sandbox.world, knownConversation(sandbox, id)) : { id };
}

const join: Method = (sandbox, raw) => {
  const { channel } = readArgs(z.looseObject({ channel: word }), raw);
  const conversation = knownConversation(sandbox, channel);
  if (conversation.kind === "im") throw new SlackApiError("method_not_supported_for_channel_type");
  if (conversation.archived) throw new SlackApiError("is_archived");
  const already = conversation.members.has(sandbox.world.botId);
  if (!already) void addMember(sandbox, conversation, sandbox.world.botId);
  return {
    channel: wireConversation(sandbox.world, conversation),
    ...(already
      ? { warning: "already_in_channel", response_metadata: { warnings: ["already_in_channel"] } }
      : {}),
  };
};

const setTopic: Method = (sandbox, raw) => {
  const { channel, topic } = readArgs(z.looseObject({ channel: word, topic: z.string() }), raw);
  const conversation = joinedConversation(sandbox, channel);
  if (conversation.kind === "im") throw new SlackApiError("method_not_supported_for_channel_type");
  if (topic.length > 250) throw new SlackApiError("too_long");
  conversation.topic = topic;
  sandbox.bus.emit({ kind: "conversations" });
  return { channel: wireConversation(sandbox.world, conversation) };
};

export const conversationMethods: Methods = {
  "conversations.info": info,
  "conversations.members": members,
  "conversations.list": list,
  "conversations.open": open,
  "conversations.join": join,
  "conversations.setTopic": setTopic,
};
