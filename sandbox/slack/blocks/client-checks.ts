import { LIMITS } from "../limits.ts";
import type { Block } from "./blocks.ts";
import type { Interactive } from "./elements.ts";
import { controls, type FormState } from "./form-state.ts";
import { isEmptyValue } from "./values.ts";

/** What Slack's own client would complain about before it submits a modal: sentences by block id. */
export function clientErrors(blocks: readonly Block[], state: FormState): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const control of controls(blocks)) {
    if (control.block.type !== "input") continue;
    const value = state.value(control);
    if (value === undefined) continue;
    const sentence = isEmptyValue(value)
      ? requiredError(control.block.optional === true)
      : typedError(control.element, value["value"]);
    if (sentence !== undefined) errors[control.blockId] = sentence;
  }
  return errors;
}

function requiredError(optional: boolean): string | undefined {
  return optional ? undefined : "Please complete this required field.";
}

function typedError(element: Interactive, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (element.type === "plain_text_input") {
    return lengthError(value, element.min_length ?? 0, element.max_length ?? LIMITS.inputLength);
  }
  if (element.type === "number_input") return numberError(value, element);
  if (element.type === "email_text_input") {
    return /^\S+@\S+\.\S+$/.test(value) ? undefined : "Please enter a valid email address.";
  }
  if (element.type === "url_text_input") return URL.canParse(value) ? undefined : "Please enter a valid URL.";
  return undefined;
}

function lengthError(value: string, min: number, max: number): string | undefined {
  if (value.length < min) return `Please enter at least ${min} characters.`;
  return value.length > max ? `Please enter at most ${max} characters.` : undefined;
}

function numberError(
  value: string,
  element: Extract<Interactive, { type: "number_input" }>,
): string | undefined {
  const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(value)) return "Please enter a valid number.";
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) {
    return `Please enter a number of at least ${element.min_value}.`;
  }
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) {
    return `Please enter a number of at most ${element.max_value}.`;
  }
  return undefined;
}
