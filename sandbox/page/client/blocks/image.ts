import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { h, html } from "../html.ts";
import { icon } from "../icons.ts";
import { type JsonObject, objectAt, stringAt, textAt } from "../json.ts";
import { plainText } from "../text-view.ts";
import { textOf } from "./surface.ts";

/** Draws an image block with its title. */
export function imageBlock(block: JsonObject): VNode {
  const title = textOf(block, "title");
  return html`<figure class="image-block">
    ${title === "" ? null : html`<figcaption>${plainText(title)}</figcaption>`}
    ${h(Picture, { url: addressOf(block), alt: textAt(block, "alt_text"), look: "image-large" })}
  </figure>`;
}

/** Draws the image beside a section. */
export function elementImage(element: JsonObject): VNode {
  return html`${h(Picture, { url: addressOf(element), alt: textAt(element, "alt_text"), look: "image-accessory" })}`;
}

/** Draws a small image in a context block. */
export function contextImage(element: JsonObject): VNode {
  return html`${h(Picture, { url: addressOf(element), alt: textAt(element, "alt_text"), look: "image-context" })}`;
}

function addressOf(image: JsonObject): string {
  const file = objectAt(image, "slack_file");
  return stringAt(image, "image_url") ?? (file === undefined ? "" : textAt(file, "url"));
}

/** A picture, or its alternative text where it cannot be loaded: the sandbox fetches nothing from other computers. */
function Picture(props: {
  readonly url: string;
  readonly alt: string;
  readonly look: string;
}): ComponentChildren {
  const [broken, setBroken] = useState(false);
  if (broken || props.url === "") {
    const why = "The sandbox shows only pictures that are on this computer.";
    return html`<span class=${`image-missing ${props.look}`} role="img" aria-label=${props.alt} title=${`${props.alt}: ${props.url}\n${why}`}>${icon("file", 16)}<span>${props.alt}</span></span>`;
  }
  return html`<img class=${props.look} src=${props.url} alt=${props.alt} onError=${() => setBroken(true)} />`;
}
