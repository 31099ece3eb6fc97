import type { z } from "zod";
import { newSecret } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { type Block, messageBlocks, viewBlocks } from "./blocks.ts";
import { complaint, complaints } from "./complaints.ts";
import type { Interactive } from "./elements.ts";

/** Blocks that Slack would take, or what it would say. */
export type Checked =
  | { readonly ok: true; readonly blocks: readonly Block[] }
  | { readonly ok: false; readonly complaints: readonly string[] };

/** Checks the blocks of a message. */
export function checkMessageBlocks(raw: unknown): Checked {
  return check(messageBlocks, raw, ["blocks"]);
}

/** Checks the blocks of a modal or Home. */
export function checkViewBlocks(raw: unknown): Checked {
  return check(viewBlocks, raw, ["view", "blocks"]);
}

/** Characters of text over all blocks: what `msg_blocks_too_long` counts. */
function textLength(blocks: readonly Block[]): number {
  let length = 0;
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === "text" && typeof value === "string") length += value.length;
    return value;
  });
  return length;
}

/** Whether the blocks have more text than a message may have. */
export function tooLong(blocks: readonly Block[]): boolean {
  return textLength(blocks) > LIMITS.messageBlocksText;
}

/** The elements of a block that a person can act on. */
export function interactives(block: Block): readonly Interactive[] {
  if (block.type === "actions") return block.elements;
  if (block.type === "input") return [block.element];
  if (block.type !== "section" || block.accessory === undefined) return [];
  return block.accessory.type === "image" ? [] : [block.accessory];
}

function check(schema: z.ZodType<Block[]>, raw: unknown, root: readonly string[]): Checked {
  const parsed = schema.safeParse(raw, { reportInput: true });
  if (!parsed.success) return { ok: false, complaints: complaints(parsed.error, root) };
  const wrong = [...duplicates(parsed.data, root), ...strayInitials(parsed.data, root)];
  if (wrong.length > 0) return { ok: false, complaints: wrong };
  for (const block of parsed.data) name(block);
  return { ok: true, blocks: parsed.data };
}

function duplicates(blocks: readonly Block[], root: readonly string[]): string[] {
  const wrong: string[] = [];
  const seenBlocks = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    if (block.block_id !== undefined) {
      if (seenBlocks.has(block.block_id)) {
        wrong.push(complaint(`\`block_id\` ${block.block_id} already exists`, [...root, index, "block_id"]));
      }
      seenBlocks.add(block.block_id);
    }
    const seenActions = new Set<string>();
    for (const { action_id: actionId } of interactives(block)) {
      if (actionId === undefined) continue;
      if (seenActions.has(actionId)) {
        wrong.push(complaint(`\`action_id\` ${actionId} already exists`, [...root, index]));
      }
      seenActions.add(actionId);
    }
  }
  return wrong;
}

/** An initial option must be one of the options. */
function strayInitials(blocks: readonly Block[], root: readonly string[]): string[] {
  return blocks.flatMap((block, index) =>
    interactives(block)
      .filter((element) => !initialsOffered(element))
      .map(() => complaint("initial option must be one of the options", [...root, index])),
  );
}

function initialsOffered(element: Interactive): boolean {
  const offered = new Set(offeredOptions(element).map((option) => option.value));
  if (element.type === "static_select" || element.type === "radio_buttons") {
    return element.initial_option === undefined || offered.has(element.initial_option.value);
  }
  if (element.type === "multi_static_select" || element.type === "checkboxes") {
    return (element.initial_options ?? []).every((option) => offered.has(option.value));
  }
  return true;
}

/** The options an element carries itself, groups flattened. */
export function offeredOptions(element: Interactive) {
  if (element.type === "static_select" || element.type === "multi_static_select") {
    return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
  }
  const fixed =
    element.type === "overflow" || element.type === "radio_buttons" || element.type === "checkboxes";
  return fixed ? element.options : [];
}

/** Slack names what the app left unnamed. */
function name(block: Block): void {
  block.block_id ??= newSecret(4);
  for (const element of interactives(block)) element.action_id ??= newSecret(4);
}
