import { z } from "zod";
import { SlackApiError } from "../api-error.ts";
import { parseTs } from "../timestamps.ts";
import { wireMessage } from "../wire.ts";
import { joinedConversation, knownConversation, publicMessage, writableConversation } from "./access.ts";
import { flag, json, readArgs, word } from "./args.ts";
import { checkBlocks, checkMetadata, checkText } from "./content.ts";
import type { Method, Methods } from "./method.ts";

const content = { text: z.string().default(""), blocks: json, metadata: json };

const PostArgs = z.looseObject({
  channel: word,
  ...content,
  thread_ts: word.optional(),
  reply_broadcast: flag,
});

const postMessage: Method = (sandbox, raw) => {
  const args = readArgs(PostArgs, raw);
  const conversation = writableConversation(sandbox, args.channel);
  const text = checkText(args.text);
  const blocks = checkBlocks(args.blocks);
  if (text === "" && (blocks ?? []).length === 0) throw new SlackApiError("no_text");
  const metadata = checkMetadata(args.metadata);
  const threadTs = args.thread_ts === "" ? undefined : args.thread_ts;
  if (threadTs !== undefined && parseTs(threadTs) === undefined) throw new SlackApiError("invalid_thread_ts");
  if (threadTs !== undefined && conversation.log.get(threadTs) === undefined) {
    throw new SlackApiError("thread_not_found");
  }
  const draft = {
    user: sandbox.world.botId,
    text,
    blocks,
    metadata,
    threadTs,
    broadcast: args.reply_broadcast,
  };
  const { message } = sandbox.posting.post(conversation, draft);
  return {
    channel: conversation.id,
    ts: message.ts,
    message: wireMessage(sandbox, message, conversation, { metadata: true }),
  };
};

const UpdateArgs = z.looseObject({
  channel: word,
  ts: word,
  text: z.string().optional(),
  blocks: json,
  metadata: json,
});

const update: Method = (sandbox, raw) => {
  const args = readArgs(UpdateArgs, raw);
  const conversation = joinedConversation(sandbox, args.channel);
  const message = publicMessage(conversation, args.ts);
  if (message.user !== sandbox.world.botId) throw new SlackApiError("cant_update_message");
  if (conversation.archived) throw new SlackApiError("is_archived");
  const text = args.text === undefined ? undefined : checkText(args.text);
  const blocks = checkBlocks(args.blocks);
  if ((text ?? "") === "" && (blocks ?? message.blocks ?? []).length === 0)
    throw new SlackApiError("no_text");
  const metadata = checkMetadata(args.metadata);
  sandbox.posting.revise(conversation, message, {
    ...(text === undefined ? {} : { text }),
    ...(blocks === undefined ? {} : { blocks }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  return {
    channel: conversation.id,
    ts: message.ts,
    text: message.text,
    message: wireMessage(sandbox, message, conversation, { metadata: true }),
  };
};

const DeleteArgs = z.looseObject({ channel: word, ts: word });

const remove: Method = (sandbox, raw) => {
  const args = readArgs(DeleteArgs, raw);
  const conversation = joinedConversation(sandbox, args.channel);
  const message = publicMessage(conversation, args.ts);
  if (message.user !== sandbox.world.botId) throw new SlackApiError("cant_delete_message");
  sandbox.posting.remove(conversation, message);
  return { channel: conversation.id, ts: args.ts };
};

const EphemeralArgs = z.looseObject({ channel: word, user: word, ...content, thread_ts: word.optional() });

const postEphemeral: Method = (sandbox, raw) => {
  const args = readArgs(EphemeralArgs, raw);
  const conversation = joinedConversation(sandbox, args.channel);
  if (conversation.archived) throw new SlackApiError("is_archived");
  if (!conversation.members.has(args.user)) throw new SlackApiError("user_not_in_channel");
  const text = checkText(args.text);
  const blocks = checkBlocks(args.blocks);
  if (text === "" && (blocks ?? []).length === 0) throw new SlackApiError("no_text");
  const draft = { user: sandbox.world.botId, text, blocks, threadTs: args.thread_ts, onlyFor: args.user };
  const { message } = sandbox.posting.post(conversation, draft);
  return { message_ts: message.ts };
};

const PermalinkArgs = z.looseObject({ channel: word, message_ts: word });

const getPermalink: Method = (sandbox, raw) => {
  const args = readArgs(PermalinkArgs, raw);
  const conversation = knownConversation(sandbox, args.channel);
  const message = publicMessage(conversation, args.message_ts);
  const thread =
    message.threadTs === undefined ? "" : `?thread_ts=${message.threadTs}&cid=${conversation.id}`;
  const permalink = `${sandbox.baseUrl()}/archives/${conversation.id}/p${message.ts.replace(".", "")}${thread}`;
  return { channel: conversation.id, permalink };
};

export const chatMethods: Methods = {
  "chat.postMessage": postMessage,
  "chat.update": update,
  "chat.delete": remove,
  "chat.postEphemeral": postEphemeral,
  "chat.getPermalink": getPermalink,
};
