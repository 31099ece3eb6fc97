import type { ComponentChildren, VNode } from "preact";
import { h, html } from "../html.ts";
import { flagAt, type JsonObject, objectAt, objectsAt, stringAt, textAt } from "../json.ts";
import { mrkdwn, plainText } from "../text-view.ts";
import { elementView } from "./element.ts";
import { contextImage, imageBlock } from "./image.ts";
import { inputBlock } from "./input-block.ts";
import { richText } from "./rich-text.ts";
import { type Surface, textOf } from "./surface.ts";
import { tableBlock } from "./table.ts";
import { unsupported } from "./unsupported.ts";

/** Draws blocks one under another; a block it does not know says so in its place. */
export function blockList(blocks: readonly JsonObject[], surface: Surface): VNode {
  return html`<div class="blocks">
    ${blocks.map((block, at) => html`<div key=${textAt(block, "block_id") || at} class=${`block block-${textAt(block, "type").replaceAll("_", "-")}`}>${blockView(block, surface)}</div>`)}
  </div>`;
}

/** Draws one block. */
export function blockView(block: JsonObject, surface: Surface): ComponentChildren {
  switch (textAt(block, "type")) {
    case "section":
      return sectionBlock(block, surface);
    case "header":
      return html`<h3>${plainText(textOf(block, "text"))}</h3>`;
    case "divider":
      return html`<hr />`;
    case "context":
      return objectsAt(block, "elements").map((each) => contextElement(each, surface));
    case "actions":
      return objectsAt(block, "elements").map((element) => control(block, element, surface));
    case "image":
      return imageBlock(block);
    case "input":
      return inputBlock(block, surface);
    case "rich_text":
      return richText(block, surface.reading);
    case "table":
      return tableBlock(block, surface.reading);
    default:
      return unsupported("block", block);
  }
}

function sectionBlock(block: JsonObject, surface: Surface): VNode {
  const text = objectAt(block, "text");
  const fields = objectsAt(block, "fields");
  const accessory = objectAt(block, "accessory");
  return html`<div class="section-main">
      ${text === undefined ? null : textObject(text, surface)}
      ${fields.length === 0 ? null : html`<div class="fields">${fields.map((field) => html`<div class="field">${textObject(field, surface)}</div>`)}</div>`}
    </div>
    ${accessory === undefined ? null : html`<div class="accessory">${control(block, accessory, surface)}</div>`}`;
}

function control(block: JsonObject, element: JsonObject, surface: Surface): ComponentChildren {
  const label = textOf(element, "placeholder") || "Choose";
  return elementView({ block, element, surface, label, dispatch: true });
}

function contextElement(element: JsonObject, surface: Surface): ComponentChildren {
  if (stringAt(element, "type") === "image") return contextImage(element);
  return html`<div class="context-text">${textObject(element, surface)}</div>`;
}

function textObject(text: JsonObject, surface: Surface): ComponentChildren {
  const source = textAt(text, "text");
  if (stringAt(text, "type") === "mrkdwn") return mrkdwn(source, surface.reading);
  return html`<div class="text">${plainText(source, flagAt(text, "emoji") || text["emoji"] === undefined)}</div>`;
}

/** The blocks of a surface as a component, so that what is typed into it redraws nothing else. */
export function Blocks(props: {
  readonly blocks: readonly JsonObject[];
  readonly surface: Surface;
}): ComponentChildren {
  return h("div", { class: `surface surface-${props.surface.kind}` }, blockList(props.blocks, props.surface));
}
