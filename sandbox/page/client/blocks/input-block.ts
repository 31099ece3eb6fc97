import type { VNode } from "preact";
import { html } from "../html.ts";
import { icon } from "../icons.ts";
import { flagAt, type JsonObject, objectAt, stringAt, textAt } from "../json.ts";
import { plainText } from "../text-view.ts";
import { elementView } from "./element.ts";
import { domId } from "./element-props.ts";
import { type Surface, textOf } from "./surface.ts";

/** Draws an input block: label, field, hint, and what is wrong with it. */
export function inputBlock(block: JsonObject, surface: Surface): VNode {
  const element = objectAt(block, "element") ?? {};
  const label = textOf(block, "label");
  const hint = textOf(block, "hint");
  const error = surface.errors[textAt(block, "block_id")];
  const base = { block, element, surface, label, dispatch: flagAt(block, "dispatch_action") };
  const id = domId(base);
  const described = [hint === "" ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`]
    .filter(Boolean)
    .join(" ");
  const props = { ...base, describedBy: described || undefined, invalid: error !== undefined };
  const optional = flagAt(block, "optional") ? html`<span class="optional"> (optional)</span>` : null;
  const isGroup = ["checkboxes", "radio_buttons"].includes(stringAt(element, "type") ?? "");
  const caption = [plainText(label), optional];
  return html`<div class=${`input-block${error === undefined ? "" : " input-wrong"}`}>
    ${isGroup ? html`<span class="label">${caption}</span>` : html`<label class="label" for=${id}>${caption}</label>`}
    <div class="input-field">${elementView(props)}</div>
    ${error === undefined ? null : html`<div id=${`${id}-error`} class="field-error" role="alert">${icon("warning", 16)} ${error}</div>`}
    ${hint === "" ? null : html`<div id=${`${id}-hint`} class="hint">${plainText(hint)}</div>`}
  </div>`;
}
