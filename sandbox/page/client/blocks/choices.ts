import type { ComponentChildren } from "preact";
import { html } from "../html.ts";
import { type JsonObject, objectAt, objectsAt, stringAt, textAt } from "../json.ts";
import { mrkdwn, plainText } from "../text-view.ts";
import { domId, type ElementProps, fieldOf, fill } from "./element-props.ts";
import { chosenValues, optionLabel } from "./fields.ts";

/** Checkboxes and radio buttons. */
export function ChoiceList(props: ElementProps): ComponentChildren {
  const { element } = props;
  const many = stringAt(element, "type") === "checkboxes";
  const options = objectsAt(element, "options");
  const chosen = chosenValues(fieldOf(props));
  const choose = (value: string, on: boolean): void => {
    const next = many
      ? options
          .map((each) => textAt(each, "value"))
          .filter((each) => (each === value ? on : chosen.includes(each)))
      : value;
    const labels = Object.fromEntries(options.map((each) => [textAt(each, "value"), optionLabel(each)]));
    void fill(props, { value: next, labels });
  };
  return html`<div class="choices" role=${many ? "group" : "radiogroup"} aria-label=${props.label} aria-describedby=${props.describedBy}>
    ${options.map((option) => {
      const value = textAt(option, "value");
      return html`<label key=${value} class="choice">
        <input type=${many ? "checkbox" : "radio"} name=${domId(props)} value=${value} checked=${chosen.includes(value)}
          aria-invalid=${props.invalid} onChange=${(event: Event) => choose(value, isChecked(event))} />
        <span class="choice-text">${words(option, "text", props)}${words(option, "description", props)}</span>
      </label>`;
    })}
  </div>`;
}

function isChecked(event: Event): boolean {
  return event.currentTarget instanceof HTMLInputElement && event.currentTarget.checked;
}

function words(option: JsonObject, key: "text" | "description", props: ElementProps): ComponentChildren {
  const text = objectAt(option, key);
  if (text === undefined) return null;
  const source = textAt(text, "text");
  const shown =
    stringAt(text, "type") === "mrkdwn" ? mrkdwn(source, props.surface.reading) : plainText(source);
  return key === "text"
    ? html`<span>${shown}</span>`
    : html`<span class="choice-description">${shown}</span>`;
}
