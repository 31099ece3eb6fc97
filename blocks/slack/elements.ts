import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  InputBlockElement,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
  SectionBlockAccessory,
} from "@slack/types";
import { type FieldOf, type Form, fieldId } from "./forms.ts";
import { limits } from "./limits.ts";
import { plainLine } from "./mrkdwn.ts";

/** Our own words as plain_text. */
export function plain(text: string): PlainTextElement {
  return { type: "plain_text", text };
}

/** Somebody's words as plain_text: `:colons:` in them stay colons. */
export function plainWords(words: string, max: number): PlainTextElement {
  return { type: "plain_text", text: plainLine(words, max), emoji: false };
}

/** Finished mrkdwn. `verbatim` keeps Slack from finding names, channels or addresses in it that we did not write as such. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: "mrkdwn", text, verbatim: true };
}

/** A paragraph, with one control beside it if given. */
export function section(text: string, accessory?: SectionBlockAccessory): SectionBlock {
  return { type: "section", text: mrkdwn(text), ...(accessory === undefined ? {} : { accessory }) };
}

/** Small grey words. */
export function context(text: string): ContextBlock {
  return { type: "context", elements: [mrkdwn(text)] };
}

/** A heading; somebody's words in it must have gone through `plainLine`. */
export function header(text: string): HeaderBlock {
  return { type: "header", text: { type: "plain_text", text, emoji: false } };
}

export const divider: DividerBlock = { type: "divider" };

/** A row of controls. */
export function actions(...elements: ActionsBlockElement[]): ActionsBlock {
  return { type: "actions", elements };
}

/** A button; `value` comes back with the click. */
export function button(label: string, actionId: string, value?: string, more: Partial<Button> = {}): Button {
  return {
    type: "button",
    text: plain(label),
    action_id: actionId,
    ...(value === undefined ? {} : { value }),
    ...more,
  };
}

/** A choice in our own words. */
export function option(label: string, value: string): PlainTextOption {
  return { text: plain(label), value };
}

/** A choice in somebody's words. */
export function optionWords(words: string, value: string): PlainTextOption {
  return { text: plainWords(words, limits.optionText), value };
}

/** What an input block is beyond its element. `revision` tells Slack to forget what was typed there before. */
type FieldLook = {
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly revision?: string | undefined;
  /** A choice in it is told at once, as a click, rather than with the whole form. */
  readonly dispatch?: boolean;
};

/** A field of a form, under the ids that `forms.ts` reads it back by. */
export function field<F extends Form>(
  form: F,
  name: FieldOf<F>,
  element: InputBlockElement,
  { label, hint, optional, revision, dispatch }: FieldLook,
): InputBlock {
  const id = fieldId(form, name);
  return {
    type: "input",
    block_id: revision === undefined ? id : `${id}~${revision}`,
    label: plain(label),
    element: { ...element, action_id: id },
    ...(hint === undefined ? {} : { hint: plain(hint) }),
    ...(optional === true ? { optional } : {}),
    ...(dispatch === true ? { dispatch_action: dispatch } : {}),
  };
}
