import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { anyText, id, plainText, text, webUrl } from "./composition.ts";
import { accessory, actionsElement, contextImage, inputElement } from "./elements.ts";

const identified = { block_id: id.optional() };
const loose = z.looseObject({ type: z.string() });

const section = z
  .strictObject({
    type: z.literal("section"),
    ...identified,
    text: anyText(LIMITS.sectionText).optional(),
    fields: z.array(anyText(LIMITS.sectionField)).min(1).max(LIMITS.sectionFields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    error: "must provide `text` or `fields`",
  });

const header = z.strictObject({
  type: z.literal("header"),
  ...identified,
  text: plainText(LIMITS.header),
  level: z.int().min(1).max(4).optional(),
});

const divider = z.strictObject({ type: z.literal("divider"), ...identified });

const context = z.strictObject({
  type: z.literal("context"),
  ...identified,
  elements: z
    .array(z.union([contextImage, anyText(LIMITS.sectionText)]))
    .min(1)
    .max(LIMITS.contextElements),
});

const actions = z.strictObject({
  type: z.literal("actions"),
  ...identified,
  elements: z.array(actionsElement).min(1).max(LIMITS.actionsElements),
});

const input = z.strictObject({
  type: z.literal("input"),
  ...identified,
  label: plainText(LIMITS.inputLabel),
  element: inputElement,
  hint: plainText(LIMITS.inputLabel).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

const image = z
  .strictObject({
    type: z.literal("image"),
    ...identified,
    image_url: webUrl.optional(),
    slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
    alt_text: text(LIMITS.imageAlt),
    title: plainText(LIMITS.imageTitle).optional(),
  })
  .refine((block) => (block.image_url === undefined) !== (block.slack_file === undefined), {
    error: "must provide either `image_url` or `slack_file`",
  });

const richText = z.strictObject({
  type: z.literal("rich_text"),
  ...identified,
  elements: z.array(
    z.looseObject({
      type: z.enum(["rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"]),
      elements: z.array(loose),
    }),
  ),
});

const markdown = z.strictObject({
  type: z.literal("markdown"),
  ...identified,
  text: text(LIMITS.markdown),
});

const table = z.strictObject({
  type: z.literal("table"),
  ...identified,
  rows: z.array(z.array(loose).min(1).max(LIMITS.tableCells)).min(1).max(LIMITS.tableRows),
  column_settings: z.array(z.looseObject({})).max(LIMITS.tableCells).optional(),
});

const block = z.discriminatedUnion("type", [
  section,
  header,
  divider,
  context,
  actions,
  input,
  image,
  richText,
  markdown,
  table,
]);

/** A layout block that has passed Slack's rules. */
export type Block = z.infer<typeof block>;

/** The blocks of a message, before the rules that span blocks. */
export const messageBlocks = z.array(block).max(LIMITS.messageBlocks);

/** The blocks of a modal or Home, before the rules that span blocks. */
export const viewBlocks = z.array(block).max(LIMITS.viewBlocks);
