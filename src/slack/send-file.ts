import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { request } from "undici";
import type { Document } from "../domain/document.ts";

/** A file as it is to be shared, with what is said with it. */
export type FileToSend = {
  readonly document: Document;
  readonly altText: string | undefined;
  readonly blocks: readonly KnownBlock[];
};

const uploadTimeoutMs = 60_000;

/** What of a delivery's blocks names it: a shared file carries no metadata, but its blocks have ids. */
export function markedBlocks(blocks: readonly KnownBlock[], deliveryId: string): KnownBlock[] {
  return blocks.map((block, index) =>
    index === 0 ? { ...block, block_id: deliveryMark(deliveryId) } : block,
  );
}

/** The id of the block that marks a delivery. */
export function deliveryMark(deliveryId: string): string {
  return `delivery.${deliveryId}`;
}

/** Announces a file and uploads its bytes. Nobody sees it before it is shared, so a failure here has sent nothing. */
export async function uploadFile(client: WebClient, { document, altText }: FileToSend): Promise<string> {
  const { upload_url, file_id } = await client.files.getUploadURLExternal({
    filename: document.name,
    length: document.bytes.byteLength,
    ...(altText === undefined ? {} : { alt_text: altText }),
  });
  if (upload_url === undefined || file_id === undefined)
    throw new TypeError("files.getUploadURLExternal answered without an address");
  const { statusCode, body } = await request(upload_url, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: document.bytes,
    signal: AbortSignal.timeout(uploadTimeoutMs),
  });
  await body.dump();
  if (statusCode !== 200) throw new TypeError(`Slack answered an upload with HTTP ${statusCode}`);
  return file_id;
}

/** Shares an uploaded file in a conversation. From here on it may have been seen. */
export async function shareFile(
  client: WebClient,
  channel: string,
  fileId: string,
  deliveryId: string,
  { document, blocks, thread }: FileToSend & { readonly thread: string | undefined },
): Promise<void> {
  await client.files.completeUploadExternal({
    files: [{ id: fileId, title: document.name }],
    channel_id: channel,
    ...(thread === undefined ? {} : { thread_ts: thread }),
    blocks: markedBlocks(blocks, deliveryId),
  });
}
