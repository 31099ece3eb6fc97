import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { html } from "../html.ts";
import { type JsonObject, objectAt, stringAt } from "../json.ts";
import { plainText } from "../text-view.ts";
import { controlName, type Surface, textOf } from "./surface.ts";

/** A button of the app: waits for the answer, and cannot be pressed again meanwhile. */
export function BlockButton(props: {
  readonly block: JsonObject;
  readonly element: JsonObject;
  readonly surface: Surface;
}): ComponentChildren {
  const { block, element, surface } = props;
  const [busy, setBusy] = useState(false);
  const style = stringAt(element, "style");
  const url = stringAt(element, "url");
  const look = `button${style === "primary" || style === "danger" ? ` button-${style}` : ""}${busy ? " busy" : ""}`;
  const press = async (): Promise<void> => {
    setBusy(true);
    await surface.act(controlName(block, element), stringAt(element, "value"), objectAt(element, "confirm"));
    setBusy(false);
  };
  const label = plainText(textOf(element, "text"));
  const name = stringAt(element, "accessibility_label");
  if (url !== undefined && /^https?:\/\//i.test(url)) {
    return html`<a class=${look} href=${url} target="_blank" rel="noopener noreferrer" aria-label=${name} onClick=${() => void press()}>${label}</a>`;
  }
  return html`<button type="button" class=${look} disabled=${busy} aria-busy=${busy} aria-label=${name} onClick=${() => void press()}><span>${label}</span></button>`;
}
