import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { h, html } from "../html.ts";
import { icon } from "../icons.ts";
import { type JsonObject, objectAt, objectsAt, stringAt, textAt } from "../json.ts";
import { Menu } from "../menu.ts";
import { plainText } from "../text-view.ts";
import { controlName, type Surface, textOf } from "./surface.ts";

/** The ⋯ menu of the app. */
export function OverflowMenu(props: {
  readonly block: JsonObject;
  readonly element: JsonObject;
  readonly surface: Surface;
}): ComponentChildren {
  const { block, element, surface } = props;
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const choose = async (value: string): Promise<void> => {
    setBusy(true);
    await surface.act(controlName(block, element), value, objectAt(element, "confirm"));
    setBusy(false);
  };
  const items = objectsAt(element, "options").map((option) => ({
    key: textAt(option, "value"),
    label: plainText(textOf(option, "text")),
    ...(objectAt(option, "description") === undefined
      ? {}
      : { description: plainText(textOf(option, "description")) }),
    href: stringAt(option, "url"),
    choose: () => void choose(textAt(option, "value")),
  }));
  const close = (): void => setOpen(false);
  const menu = open ? h(Menu, { anchor, label: "More options", align: "end", items, onClose: close }) : null;
  return html`<button ref=${anchor} type="button" class=${`button button-icon${busy ? " busy" : ""}`} disabled=${busy} aria-label="More options" aria-haspopup="menu" aria-expanded=${open} onClick=${() => setOpen(!open)}>${icon("more", 18)}</button>${menu}`;
}
