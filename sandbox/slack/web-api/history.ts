import { z } from "zod";
import { SlackApiError } from "../api-error.ts";
import { LIMITS } from "../limits.ts";
import { parseTs } from "../timestamps.ts";
import { wireMessage } from "../wire.ts";
import { joinedConversation } from "./access.ts";
import { flag, readArgs, whole, word } from "./args.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { Method, Methods } from "./method.ts";

const stretch = {
  channel: word,
  cursor: z.string().optional(),
  include_all_metadata: flag,
  inclusive: flag,
  latest: word.optional(),
  oldest: word.optional(),
  limit: whole.default(LIMITS.pageSize),
};

const HistoryArgs = z.looseObject(stretch);

const history: Method = (sandbox, raw) => {
  const args = readArgs(HistoryArgs, raw);
  const conversation = joinedConversation(sandbox, args.channel);
  const before = readCursor(args.cursor);
  const { messages, hasMore } = conversation.log.page({
    oldest: bound(args.oldest, "invalid_ts_oldest"),
    latest: before === undefined ? bound(args.latest, "invalid_ts_latest") : before - 1,
    inclusive: args.inclusive || before !== undefined,
    limit: pageSize(args.limit),
  });
  const last = messages.at(-1);
  return {
    messages: messages.map((message) =>
      wireMessage(sandbox, message, conversation, { metadata: args.include_all_metadata }),
    ),
    has_more: hasMore,
    pin_count: conversation.pins.size,
    ...(hasMore && last !== undefined
      ? { response_metadata: { next_cursor: writeCursor(last.micros) } }
      : {}),
  };
};

const RepliesArgs = z.looseObject({ ...stretch, ts: word });

const replies: Method = (sandbox, raw) => {
  const args = readArgs(RepliesArgs, raw);
  const conversation = joinedConversation(sandbox, args.channel);
  const named = conversation.log.get(args.ts);
  const root = named?.threadTs === undefined ? named : conversation.log.get(named.threadTs);
  if (root === undefined) throw new SlackApiError("thread_not_found");
  const after = readCursor(args.cursor);
  const { messages, hasMore } = conversation.log.replies(root, {
    oldest: after ?? bound(args.oldest, "invalid_ts_oldest"),
    latest: bound(args.latest, "invalid_ts_latest"),
    inclusive: args.inclusive && after === undefined,
    limit: pageSize(args.limit),
  });
  const last = messages.at(-1);
  return {
    messages: [root, ...messages].map((message) =>
      wireMessage(sandbox, message, conversation, { metadata: args.include_all_metadata }),
    ),
    has_more: hasMore,
    ...(hasMore && last !== undefined
      ? { response_metadata: { next_cursor: writeCursor(last.micros) } }
      : {}),
  };
};

function bound(ts: string | undefined, code: string): number | undefined {
  if (ts === undefined || ts === "" || ts === "now") return undefined;
  const micros = parseTs(ts);
  if (micros === undefined) throw new SlackApiError(code);
  return micros;
}

/** Slack takes zero for the default and cuts what is too much. */
function pageSize(limit: number): number {
  return Math.min(limit === 0 ? LIMITS.pageSize : limit, LIMITS.maxPageSize - 1);
}

export const historyMethods: Methods = {
  "conversations.history": history,
  "conversations.replies": replies,
};
