import { z } from "zod";
import { SlackApiError } from "../api-error.ts";
import type { StoredFile } from "../file-store.ts";
import { LIMITS } from "../limits.ts";
import type { Sandbox } from "../sandbox.ts";
import { wireFile } from "../wire.ts";
import { writableConversation } from "./access.ts";
import { json, readArgs, whole, word } from "./args.ts";
import { checkBlocks } from "./content.ts";
import type { Method, Methods } from "./method.ts";

const AnnounceArgs = z.looseObject({
  filename: word,
  length: whole,
  alt_text: word.optional(),
  alt_txt: word.optional(),
});

const getUploadUrl: Method = (sandbox, raw) => {
  const args = readArgs(AnnounceArgs, raw);
  if (args.filename === "") throw new SlackApiError("invalid_arguments");
  if (args.length === 0 || args.length > LIMITS.fileBytes)
    throw new SlackApiError("file_upload_size_restricted");
  const file = sandbox.files.announce({
    name: args.filename,
    size: args.length,
    altText: args.alt_text ?? args.alt_txt,
    createdSeconds: sandbox.world.seconds(),
  });
  return { upload_url: `${sandbox.baseUrl()}/upload/v1/${file.uploadTicket}`, file_id: file.id };
};

const CompleteArgs = z.looseObject({
  files: json.pipe(z.array(z.looseObject({ id: z.string(), title: z.string().optional() })).min(1)),
  channel_id: word.optional(),
  channels: word.optional(),
  thread_ts: word.optional(),
  initial_comment: z.string().default(""),
  blocks: json,
});

const complete: Method = (sandbox, raw) => {
  const args = readArgs(CompleteArgs, raw);
  const files = args.files.map(({ id, title }) => {
    const file = uploaded(sandbox, id);
    if (title !== undefined) file.title = title;
    return file;
  });
  const channels = [args.channel_id, ...(args.channels ?? "").split(",")].filter((id) => (id ?? "") !== "");
  const blocks = checkBlocks(args.blocks);
  for (const channel of new Set(channels)) {
    const conversation = writableConversation(sandbox, channel ?? "");
    for (const file of files) file.channels.add(conversation.id);
    sandbox.posting.post(conversation, {
      user: sandbox.world.botId,
      text: args.initial_comment,
      blocks,
      threadTs: args.thread_ts,
      subtype: "file_share",
      files: files.map((file) => file.id),
    });
  }
  return { files: files.map((file) => wireFile(sandbox, file)) };
};

const info: Method = (sandbox, raw) => {
  const { file: id } = readArgs(z.looseObject({ file: word }), raw);
  return { file: wireFile(sandbox, uploaded(sandbox, id)), comments: [] };
};

function uploaded({ files }: Sandbox, id: string): StoredFile {
  const file = files.get(id);
  if (file?.bytes === undefined) throw new SlackApiError("file_not_found");
  return file;
}

export const fileMethods: Methods = {
  "files.getUploadURLExternal": getUploadUrl,
  "files.completeUploadExternal": complete,
  "files.info": info,
};
