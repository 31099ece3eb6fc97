import type { ComponentChildren } from "preact";
import { html } from "../html.ts";
import { flagAt, type JsonObject, numberAt, objectAt, stringAt, stringsAt } from "../json.ts";
import { domId, type ElementProps, fieldOf, fill } from "./element-props.ts";
import { empty } from "./fields.ts";
import { textOf } from "./surface.ts";

const TYPES = { email_text_input: "email", url_text_input: "url", number_input: "text" } as const;

/** A field for text, a number, a mail or a web address, on one line or several. */
export function TextInput(props: ElementProps): ComponentChildren {
  const { element } = props;
  const { value } = fieldOf(props);
  const type = stringAt(element, "type") ?? "";
  const max = numberAt(element, "max_length");
  const text = typeof value === "string" ? value : "";
  const typed = (event: Event): void => {
    const next = textIn(event);
    const quiet = !dispatchesOn(element, "on_character_entered");
    void fill(quiet ? { ...props, dispatch: false } : props, empty(next === "" ? null : next));
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.isComposing || !props.dispatch || flagAt(element, "multiline")) return;
    event.preventDefault();
    if (dispatchesOn(element, "on_enter_pressed")) void fill(props, empty(textIn(event) || null));
  };
  const common = {
    id: domId(props),
    class: "input",
    value: text,
    placeholder: textOf(element, "placeholder"),
    maxLength: max,
    autofocus: flagAt(element, "focus_on_load"),
    "aria-describedby": props.describedBy,
    "aria-invalid": props.invalid,
    onInput: typed,
    onKeyDown: pressed,
  };
  const field = flagAt(element, "multiline")
    ? html`<textarea rows="4" ...${common}></textarea>`
    : html`<input type=${Object.hasOwn(TYPES, type) ? typeOf(type) : "text"} inputmode=${type === "number_input" ? "decimal" : undefined} autocomplete="off" ...${common} />`;
  const left = max === undefined ? undefined : max - text.length;
  return html`${field}${left !== undefined && left < 40 ? html`<span class="count" aria-live="polite">${left}</span>` : null}`;
}

function typeOf(type: string): string {
  return type === "email_text_input"
    ? TYPES.email_text_input
    : type === "url_text_input"
      ? TYPES.url_text_input
      : "text";
}

function dispatchesOn(element: JsonObject, trigger: string): boolean {
  const config = objectAt(element, "dispatch_action_config");
  const triggers = config === undefined ? ["on_enter_pressed"] : stringsAt(config, "trigger_actions_on");
  return triggers.includes(trigger);
}

function textIn(event: Event): string {
  const field = event.currentTarget;
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : "";
}
