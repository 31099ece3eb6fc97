import { z } from "zod";
import { LIMITS } from "../limits.ts";

/** Text of 1 to `max` characters. */
export const text = (max: number) => z.string().min(1).max(max);

/** A `plain_text` object of at most `max` characters. */
export const plainText = (max: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: text(max), emoji: z.boolean().optional() });

const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: text(max), verbatim: z.boolean().optional() });

/** A `plain_text` or `mrkdwn` object of at most `max` characters. */
export const anyText = (max: number) => z.discriminatedUnion("type", [plainText(max), mrkdwn(max)]);

/** An `action_id` or `block_id`. */
export const id = text(LIMITS.id);

/** A link that a client would follow. */
export const webUrl = z
  .string()
  .max(LIMITS.url)
  .regex(/^https?:\/\/\S+$/, "must be a valid URL");

/** A confirm dialog. */
export const confirm = z.strictObject({
  title: plainText(LIMITS.confirmTitle),
  text: anyText(LIMITS.confirmText),
  confirm: plainText(LIMITS.confirmButton),
  deny: plainText(LIMITS.confirmButton),
  style: z.enum(["primary", "danger"]).optional(),
});

/** An option of a select menu. */
export const option = z.strictObject({
  text: plainText(LIMITS.optionText),
  value: text(LIMITS.optionValue),
  description: plainText(LIMITS.optionDescription).optional(),
  url: webUrl.optional(),
});

/** An option of radio buttons and checkboxes, which may be marked up. */
export const choice = z.strictObject({
  text: anyText(LIMITS.optionText),
  value: text(LIMITS.optionValue),
  description: anyText(LIMITS.optionDescription).optional(),
});

/** A labelled group of options. */
export const optionGroup = z.strictObject({
  label: plainText(LIMITS.optionGroupLabel),
  options: z.array(option).min(1).max(LIMITS.options),
});

/** An option of any menu. */
export type Option = z.infer<typeof option> | z.infer<typeof choice>;
