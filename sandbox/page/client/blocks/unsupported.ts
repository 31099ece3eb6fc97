import type { VNode } from "preact";
import { html } from "../html.ts";
import { icon } from "../icons.ts";
import { type JsonObject, stringAt } from "../json.ts";

/** Says, in the place of a block or element, that the sandbox cannot show it, and lets its source be read. */
export function unsupported(what: "block" | "element", source: JsonObject): VNode {
  const type = stringAt(source, "type") ?? "nameless";
  return html`<div class="unsupported" role="note">
    <div>${icon("info", 16)} This sandbox cannot show a <code>${type}</code> ${what}. Slack may.</div>
    <details>
      <summary>What it says</summary>
      <pre>${JSON.stringify(source, undefined, 2)}</pre>
    </details>
  </div>`;
}
