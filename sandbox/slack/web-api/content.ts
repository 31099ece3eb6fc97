import { z } from "zod";
import { refusal, SlackApiError } from "../api-error.ts";
import type { Block } from "../blocks/blocks.ts";
import { checkMessageBlocks, tooLong } from "../blocks/check.ts";
import { LIMITS } from "../limits.ts";
import type { Metadata } from "../message-log.ts";

const MetadataInput = z.strictObject({
  event_type: z.string().regex(/^[A-Za-z0-9_.-]{1,255}$/),
  event_payload: z.record(z.string(), z.unknown()),
});

/**
 * Checks the text of a message.
 * @throws SlackApiError `msg_too_long`.
 */
export function checkText(text: string): string {
  if (text.length > LIMITS.messageText) throw new SlackApiError("msg_too_long");
  return text;
}

/**
 * Checks the blocks of a message; `undefined` when none were given.
 * @throws SlackApiError `invalid_blocks_format`, `invalid_blocks` or `msg_blocks_too_long`.
 */
export function checkBlocks(raw: unknown): readonly Block[] | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (!Array.isArray(raw)) throw new SlackApiError("invalid_blocks_format");
  const checked = checkMessageBlocks(raw);
  if (!checked.ok) throw refusal("invalid_blocks", checked.complaints);
  if (tooLong(checked.blocks)) throw new SlackApiError("msg_blocks_too_long");
  return checked.blocks;
}

/**
 * Checks the metadata of a message; `undefined` when none was given.
 * @throws SlackApiError `invalid_metadata_format` or `metadata_too_large`.
 */
export function checkMetadata(raw: unknown): Metadata | undefined {
  if (raw === undefined || raw === null) return undefined;
  const parsed = MetadataInput.safeParse(raw);
  if (!parsed.success) throw new SlackApiError("invalid_metadata_format");
  if (JSON.stringify(parsed.data).length > LIMITS.metadataBytes)
    throw new SlackApiError("metadata_too_large");
  return parsed.data;
}
