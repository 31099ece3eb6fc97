import type { ComponentChildren, VNode } from "preact";
import { assertNever } from "./assert-never.ts";
import { emojiCharacter } from "./emoji.ts";
import { h, html } from "./html.ts";
import { type Inline, type Passage, parseMrkdwn, parsePlainText } from "./mrkdwn.ts";
import { type Reading, useMinute } from "./page-context.ts";
import { PersonChip } from "./person-chip.ts";
import { formatDateTokens, fullMoment } from "./time.ts";

/** Draws mrkdwn as its reader sees it. */
export function mrkdwn(source: string, reading: Reading): VNode {
  return html`<div class="text">${parseMrkdwn(source).map((passage) => passageView(passage, reading))}</div>`;
}

/** Draws plain_text: emoji and line breaks, nothing else. */
export function plainText(source: string, withEmoji = true): ComponentChildren {
  return parsePlainText(source, withEmoji).map(leaf);
}

function passageView(passage: Passage, reading: Reading): VNode {
  switch (passage.kind) {
    case "paragraph":
      return html`<p>${inlines(passage.children, reading)}</p>`;
    case "quote":
      return html`<blockquote>${inlines(passage.children, reading)}</blockquote>`;
    case "preformatted":
      return html`<pre>${passage.text}</pre>`;
    default:
      return assertNever(passage);
  }
}

function inlines(pieces: readonly Inline[], reading: Reading): ComponentChildren {
  return pieces.map((piece) => inlineView(piece, reading));
}

/** Draws one piece of a line. */
export function inlineView(piece: Inline, reading: Reading): ComponentChildren {
  switch (piece.kind) {
    case "bold":
      return html`<strong>${inlines(piece.children, reading)}</strong>`;
    case "italic":
      return html`<em>${inlines(piece.children, reading)}</em>`;
    case "strike":
      return html`<s>${inlines(piece.children, reading)}</s>`;
    case "code":
      return html`<code>${piece.text}</code>`;
    case "link":
      return linkView(piece.url, piece.label);
    case "user":
      return userMention(piece.id, piece.label, reading);
    case "channel":
      return channelMention(piece.id, piece.label, reading);
    case "group":
      return html`<span class="mention">@${(piece.label ?? piece.id).replace(/^@/, "")}</span>`;
    case "broadcast":
      return html`<span class="mention mention-me">@${piece.range}</span>`;
    case "date":
      return h(DateText, { ...piece, zone: reading.zone });
    case "text":
    case "break":
    case "emoji":
      return leaf(piece);
    default:
      return assertNever(piece);
  }
}

function leaf(piece: Inline): ComponentChildren {
  if (piece.kind === "text") return piece.text;
  if (piece.kind === "break") return html`<br />`;
  return piece.kind === "emoji" ? emojiView(piece.name) : null;
}

/** Draws an emoji, or its shortcode when the sandbox does not know it. */
export function emojiView(name: string): ComponentChildren {
  const character = emojiCharacter(name);
  if (character === undefined) return `:${name}:`;
  return html`<span class="emoji" role="img" aria-label=${`:${name}:`} title=${`:${name}:`}>${character}</span>`;
}

/** Draws a link that leads out of the page; only web, mail and telephone addresses become links. */
export function linkView(url: string, label: ComponentChildren): VNode {
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(url)) return html`<span>${label}</span>`;
  return html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer">${label}</a>`;
}

/** Draws a mention of a person; pressing it shows who that is. */
export function userMention(id: string, label: string | undefined, reading: Reading): ComponentChildren {
  const person = reading.people.get(id);
  const look = `mention${id === reading.me ? " mention-me" : ""}`;
  const name = `@${person?.realName ?? label ?? id}`;
  return person === undefined
    ? html`<span class=${look}>${name}</span>`
    : h(PersonChip, { person, look, children: name });
}

/** Draws a mention of a channel as the link that leads there. */
export function channelMention(id: string, label: string | undefined, reading: Reading): VNode {
  const name = reading.channels.get(id)?.name ?? label;
  if (name === undefined) return html`<span class="mention">#unknown-channel</span>`;
  return html`<a class="mention" href=${`#/${reading.me}/${id}`}>#${name}</a>`;
}

/** Draws a moment in its reader's zone; `today` and the like move on with sandbox time. */
export function DateText(props: {
  readonly seconds: number;
  readonly format: string;
  readonly url: string | undefined;
  readonly fallback: string;
  readonly zone: string;
}): ComponentChildren {
  const text = formatDateTokens(props.seconds, props.format, useMinute(), props.zone) ?? props.fallback;
  const title = `${fullMoment(props.seconds * 1000, props.zone)} (${props.zone})`;
  const shown = html`<time class="date" title=${title}>${text}</time>`;
  return props.url === undefined ? shown : linkView(props.url, shown);
}
