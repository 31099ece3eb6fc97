import type { ComponentChildren, VNode } from "preact";
import { html } from "../html.ts";
import { isObject, type Json, type JsonObject, numberAt, objectsAt, stringAt, textAt } from "../json.ts";
import type { Reading } from "../page-context.ts";
import { richText } from "./rich-text.ts";

/** Draws a table block; its first row is the heading, as in Slack. */
export function tableBlock(block: JsonObject, reading: Reading): VNode {
  const rows = block["rows"];
  const [head, ...body] = Array.isArray(rows) ? rows.map(cells) : [];
  const aligned = objectsAt(block, "column_settings").map((column) => stringAt(column, "align") ?? "left");
  const look = (column: number): string => `align-${aligned[column] ?? "left"}`;
  return html`<div class="table-box"><table>
    <thead><tr>${head?.map((cell, at) => html`<th scope="col" class=${look(at)}>${cellView(cell, reading)}</th>`)}</tr></thead>
    <tbody>${body.map((row) => html`<tr>${row.map((cell, at) => html`<td class=${look(at)}>${cellView(cell, reading)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}

function cells(row: Json): JsonObject[] {
  return Array.isArray(row) ? row.filter(isObject) : [];
}

function cellView(cell: JsonObject, reading: Reading): ComponentChildren {
  if (stringAt(cell, "type") === "rich_text") return richText(cell, reading);
  return stringAt(cell, "text") ?? String(numberAt(cell, "value") ?? textAt(cell, "text"));
}
