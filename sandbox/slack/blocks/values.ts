import { assertNever } from "../assert-never.ts";
import type { JsonObject } from "../json.ts";
import { offeredOptions } from "./check.ts";
import type { Option } from "./composition.ts";
import type { Interactive } from "./elements.ts";

/** What a control holds, in the shape of Slack's `state.values`. */
export type FieldValue = JsonObject & { readonly type: string };

/** A value as the control API takes it: text, an option's value, a user id, a date, or several of them; `null` clears. */
export type PlainValue = string | number | readonly string[] | null;

/** A value that the control would not take. */
export class ImpossibleValue extends Error {
  override readonly name = "ImpossibleValue";
}

/** What a control holds at first; `undefined` for controls without a state, such as buttons. */
export function initialValue(element: Interactive): FieldValue | undefined {
  const { type } = element;
  switch (type) {
    case "button":
    case "overflow":
      return undefined;
    case "plain_text_input":
    case "number_input":
    case "email_text_input":
    case "url_text_input":
      return { type, value: element.initial_value ?? null };
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return { type, selected_option: element.initial_option ?? null };
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return { type, selected_options: element.initial_options ?? [] };
    case "users_select":
      return { type, selected_user: element.initial_user ?? null };
    case "multi_users_select":
      return { type, selected_users: element.initial_users ?? [] };
    case "conversations_select":
      return { type, selected_conversation: element.initial_conversation ?? null };
    case "multi_conversations_select":
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case "channels_select":
      return { type, selected_channel: element.initial_channel ?? null };
    case "multi_channels_select":
      return { type, selected_channels: element.initial_channels ?? [] };
    case "datepicker":
      return { type, selected_date: element.initial_date ?? null };
    case "timepicker":
      return { type, selected_time: element.initial_time ?? null };
    case "datetimepicker":
      return { type, selected_date_time: element.initial_date_time ?? null };
    default:
      return assertNever(element);
  }
}

/**
 * What a control holds after a person has put `plain` into it.
 * @param suggested options that the app has offered for an external menu.
 * @throws ImpossibleValue when a person could not have done that.
 */
export function filledValue(
  element: Interactive,
  plain: PlainValue,
  suggested: readonly Option[],
): FieldValue {
  const { type } = element;
  switch (type) {
    case "button":
      return { type, value: element.value };
    case "overflow":
      return { type, selected_option: pick(element, plain, suggested) };
    case "plain_text_input":
    case "number_input":
    case "email_text_input":
    case "url_text_input":
      return { type, value: plain === "" || plain === null ? null : one(plain) };
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return { type, selected_option: isNothing(plain) ? null : pick(element, plain, suggested) };
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return { type, selected_options: many(plain).map((value) => pick(element, value, suggested)) };
    case "users_select":
      return { type, selected_user: isNothing(plain) ? null : one(plain) };
    case "multi_users_select":
      return { type, selected_users: many(plain) };
    case "conversations_select":
      return { type, selected_conversation: isNothing(plain) ? null : one(plain) };
    case "multi_conversations_select":
      return { type, selected_conversations: many(plain) };
    case "channels_select":
      return { type, selected_channel: isNothing(plain) ? null : one(plain) };
    case "multi_channels_select":
      return { type, selected_channels: many(plain) };
    case "datepicker":
      return { type, selected_date: isNothing(plain) ? null : matching(plain, /^\d{4}-\d\d-\d\d$/) };
    case "timepicker":
      return { type, selected_time: isNothing(plain) ? null : matching(plain, /^([01]\d|2[0-3]):[0-5]\d$/) };
    case "datetimepicker":
      return { type, selected_date_time: isNothing(plain) ? null : Number(matching(plain, /^\d{10}$/)) };
    default:
      return assertNever(element);
  }
}

/** Whether a control holds nothing, so that a required field counts as empty. */
export function isEmptyValue(value: FieldValue): boolean {
  return Object.entries(value).every(
    ([key, held]) => key === "type" || held === null || (Array.isArray(held) && held.length === 0),
  );
}

function pick(element: Interactive, plain: PlainValue, suggested: readonly Option[]): Option {
  const value = one(plain);
  const known = [...offeredOptions(element), ...suggested].find((option) => option.value === value);
  if (known !== undefined) return known;
  if (element.type === "external_select" || element.type === "multi_external_select") {
    return { text: { type: "plain_text", text: value.slice(0, 75) }, value };
  }
  throw new ImpossibleValue(`There is no option with the value "${value}".`);
}

function one(plain: PlainValue): string {
  if (typeof plain === "string") return plain;
  if (typeof plain === "number") return String(plain);
  const [only, ...more] = plain ?? [];
  if (only === undefined || more.length > 0) throw new ImpossibleValue("This control takes one value.");
  return only;
}

function many(plain: PlainValue): readonly string[] {
  if (plain === null || plain === "") return [];
  return typeof plain === "string" || typeof plain === "number" ? [String(plain)] : plain;
}

function isNothing(plain: PlainValue): boolean {
  return plain === null || plain === "";
}

function matching(plain: PlainValue, pattern: RegExp): string {
  const value = one(plain);
  if (!pattern.test(value)) throw new ImpossibleValue(`"${value}" does not fit this control.`);
  return value;
}
