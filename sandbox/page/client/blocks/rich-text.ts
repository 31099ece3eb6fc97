import type { ComponentChildren, VNode } from "preact";
import { h, html } from "../html.ts";
import { flagAt, type JsonObject, numberAt, objectAt, objectsAt, stringAt, textAt } from "../json.ts";
import type { Reading } from "../page-context.ts";
import { channelMention, DateText, emojiView, linkView, userMention } from "../text-view.ts";
import { unsupported } from "./unsupported.ts";

/** Draws a rich_text block: sections, lists, quotes and code. */
export function richText(block: JsonObject, reading: Reading): VNode {
  return html`<div class="text rich-text">${listRuns(objectsAt(block, "elements")).map((run) => runView(run, reading))}</div>`;
}

/** Lists that follow each other belong together: Slack writes nested lists as neighbours with an indent. */
function listRuns(elements: readonly JsonObject[]): JsonObject[][] {
  const runs: JsonObject[][] = [];
  for (const element of elements) {
    const last = runs.at(-1);
    if (isList(element) && last?.[0] !== undefined && isList(last[0])) last.push(element);
    else runs.push([element]);
  }
  return runs;
}

function isList(element: JsonObject): boolean {
  return stringAt(element, "type") === "rich_text_list";
}

function runView(run: readonly JsonObject[], reading: Reading): ComponentChildren {
  return run.map((element) => (isList(element) ? listView(element, reading) : partView(element, reading)));
}

function listView(list: JsonObject, reading: Reading): VNode {
  const indent = Math.min(numberAt(list, "indent") ?? 0, 8);
  const items = objectsAt(list, "elements").map((item) => html`<li>${pieces(item, reading)}</li>`);
  const look = `list list-indent-${indent}${numberAt(list, "border") === 1 ? " bordered" : ""}`;
  if (stringAt(list, "style") !== "ordered") return html`<ul class=${look}>${items}</ul>`;
  return html`<ol class=${look} start=${(numberAt(list, "offset") ?? 0) + 1}>${items}</ol>`;
}

function partView(part: JsonObject, reading: Reading): VNode {
  switch (textAt(part, "type")) {
    case "rich_text_section":
      return html`<p>${pieces(part, reading)}</p>`;
    case "rich_text_quote":
      return html`<blockquote>${pieces(part, reading)}</blockquote>`;
    case "rich_text_preformatted":
      return html`<pre>${pieces(part, reading)}</pre>`;
    default:
      return unsupported("element", part);
  }
}

function pieces(part: JsonObject, reading: Reading): ComponentChildren {
  return objectsAt(part, "elements").map((piece) => styled(piece, pieceView(piece, reading)));
}

function styled(piece: JsonObject, inner: ComponentChildren): ComponentChildren {
  const style = objectAt(piece, "style");
  if (style === undefined) return inner;
  let shown = inner;
  if (flagAt(style, "code")) shown = html`<code>${shown}</code>`;
  if (flagAt(style, "strike")) shown = html`<s>${shown}</s>`;
  if (flagAt(style, "italic")) shown = html`<em>${shown}</em>`;
  if (flagAt(style, "bold")) shown = html`<strong>${shown}</strong>`;
  return shown;
}

function pieceView(piece: JsonObject, reading: Reading): ComponentChildren {
  switch (textAt(piece, "type")) {
    case "text":
      return lines(textAt(piece, "text"));
    case "link":
      return linkView(textAt(piece, "url"), textAt(piece, "text") || textAt(piece, "url"));
    case "user":
      return userMention(textAt(piece, "user_id"), undefined, reading);
    case "channel":
      return channelMention(textAt(piece, "channel_id"), undefined, reading);
    case "usergroup":
      return html`<span class="mention">@${textAt(piece, "usergroup_id")}</span>`;
    case "broadcast":
      return html`<span class="mention mention-me">@${textAt(piece, "range")}</span>`;
    case "emoji":
      return emojiView(textAt(piece, "name"));
    case "color":
      return html`<span class="swatch" style=${{ background: textAt(piece, "value") }}></span>${textAt(piece, "value")}`;
    case "date":
      return h(DateText, {
        seconds: numberAt(piece, "timestamp") ?? 0,
        format: textAt(piece, "format"),
        url: stringAt(piece, "url"),
        fallback: textAt(piece, "fallback"),
        zone: reading.zone,
      });
    default:
      return unsupported("element", piece);
  }
}

function lines(text: string): ComponentChildren {
  return text.split("\n").map((line, index) => (index === 0 ? line : [html`<br />`, line]));
}
