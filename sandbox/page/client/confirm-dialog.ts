import type { ComponentChildren } from "preact";
import { textOf } from "./blocks/surface.ts";
import { Dialog } from "./dialog.ts";
import { h, html } from "./html.ts";
import { type JsonObject, objectAt, stringAt, textAt } from "./json.ts";
import { useReading } from "./page-context.ts";
import { mrkdwn, plainText } from "./text-view.ts";

/** Slack's confirm dialog: asks before a control of the app takes effect. */
export function ConfirmDialog(props: {
  readonly dialog: JsonObject;
  readonly answer: (yes: boolean) => void;
}): ComponentChildren {
  const reading = useReading();
  const { dialog, answer } = props;
  const title = textOf(dialog, "title") || "Are you sure?";
  const text = objectAt(dialog, "text");
  const source = text === undefined ? "" : textAt(text, "text");
  const formatted = text !== undefined && stringAt(text, "type") === "mrkdwn";
  const yes = `button button-large button-${stringAt(dialog, "style") === "danger" ? "danger" : "primary"}`;
  return h(
    Dialog,
    { label: title, class: "modal confirm", role: "alertdialog", onCancel: () => answer(false) },
    html`<header class="modal-head"><h2>${plainText(title)}</h2></header>
      <div class="modal-body">${formatted ? mrkdwn(source, reading) : html`<div class="text">${plainText(source)}</div>`}</div>
      <footer class="modal-foot">
        <button type="button" class="button button-large" onClick=${() => answer(false)}>${plainText(textOf(dialog, "deny") || "Cancel")}</button>
        <button type="button" class=${yes} autofocus onClick=${() => answer(true)}>${plainText(textOf(dialog, "confirm") || "Yes")}</button>
      </footer>`,
  );
}
