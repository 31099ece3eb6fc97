import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { useFollowing } from "./follow-newest.ts";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { MessageRow } from "./message-row.ts";
import { useMinute, useReading } from "./page-context.ts";
import { dayKey, dayLabel, millisOf } from "./time.ts";
import type { Message } from "./wire.ts";

const PAGE = 100;
const NEAR_START_PX = 800;
const GROUPED_WITHIN_MS = 5 * 60_000;

/**
 * The messages of a conversation, the newest at the bottom. It stays at the bottom when it was there; whoever has
 * scrolled up keeps their place and is told about what is new. Older messages are drawn as they come near.
 */
export function MessageList(props: {
  readonly messages: readonly Message[];
  readonly where: "channel" | "thread";
  readonly label: string;
  readonly firstUnread?: string | undefined;
  readonly sought?: { readonly ts: string; readonly turn: number } | undefined;
  /** Brings the newest message into sight each time it changes. */
  readonly turn?: number;
  /** What stands above the oldest message. */
  readonly beginning: ComponentChildren;
}): ComponentChildren {
  const { messages, where, sought } = props;
  const [shown, setShown] = useState(PAGE);
  const following = useFollowing(messages.at(-1)?.ts, props.turn ?? 0);
  const { box, content, leftAt } = following;
  const from = Math.max(0, messages.length - shown);
  const soughtAt = indexOf(messages, sought?.ts);

  useLayoutEffect(() => {
    if (sought === undefined || soughtAt < 0) return;
    if (soughtAt < from) setShown(messages.length - soughtAt + 20);
    following.leave();
    const row = content.current?.querySelector(`[data-ts="${CSS.escape(sought.ts)}"]`);
    row?.scrollIntoView({ block: "center" });
  }, [sought, soughtAt >= from]);

  const scrolled = (): void => {
    following.scrolled();
    if (box.current !== null && box.current.scrollTop < NEAR_START_PX && from > 0) setShown(shown + PAGE);
  };
  const unseen = indexOf(messages, leftAt) < 0 ? 0 : messages.length - 1 - indexOf(messages, leftAt);
  const jump = html`<button type="button" class="jump" onClick=${following.toEnd}>${icon("down", 14)} ${unseen === 1 ? "1 new message" : `${unseen} new messages`}</button>`;
  return html`<div class="message-box">
    <div ref=${box} class="scroller" role="log" aria-label=${props.label} tabindex="0" onScroll=${scrolled} onKeyDown=${walk}>
      <div ref=${content} class="scroller-content">
        ${from === 0 ? props.beginning : html`<div class="earlier">Earlier messages…</div>`}
        ${messages.slice(from).map((message, index) => {
          const before = messages[from + index - 1];
          return h(Entry, {
            key: message.ts,
            message,
            before: index === 0 ? undefined : before,
            where,
            unread: props.firstUnread === message.ts,
            sought: sought?.ts === message.ts ? sought.turn : 0,
          });
        })}
      </div>
    </div>
    ${unseen > 0 ? jump : null}
  </div>`;
}

function indexOf(messages: readonly Message[], ts: string | undefined): number {
  return messages.findLastIndex((message) => message.ts === ts);
}

/** Arrows walk from message to message, once the list or one of them has the focus. */
function walk(event: KeyboardEvent): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  const list = event.currentTarget;
  if (step === 0 || !(list instanceof HTMLElement)) return;
  const rows = [...list.querySelectorAll<HTMLElement>(".message")];
  const at = rows.findIndex((row) => row === event.target);
  if (at < 0 && event.target !== list) return;
  event.preventDefault();
  rows[at < 0 ? rows.length - 1 : at + step]?.focus();
}

/** A message and the lines that part it from the one before. */
function Entry(props: {
  readonly message: Message;
  readonly before: Message | undefined;
  readonly where: "channel" | "thread";
  readonly unread: boolean;
  readonly sought: number;
}): ComponentChildren {
  const { message, before, where, unread } = props;
  const { zone } = useReading();
  const at = millisOf(message.ts);
  const newDay = before === undefined || dayKey(millisOf(before.ts), zone) !== dayKey(at, zone);
  const compact = !newDay && !unread && continues(before, message);
  return html`${newDay && where === "channel" ? h(DayLine, { at, unread }) : unread ? html`<div class="unread-line" role="separator"><span>New</span></div>` : null}
    ${h(MessageRow, { message, compact, where, sought: props.sought > 0 })}`;
}

function continues(before: Message | undefined, message: Message): boolean {
  if (before === undefined || before.user !== message.user) return false;
  if (before.ephemeral !== message.ephemeral || message.pinned || before.pinned || before.replyCount > 0)
    return false;
  return millisOf(message.ts) - millisOf(before.ts) < GROUPED_WITHIN_MS;
}

function DayLine(props: { readonly at: number; readonly unread: boolean }): ComponentChildren {
  const { zone } = useReading();
  const label = dayLabel(props.at, useMinute(), zone);
  return html`<div class=${`day-line${props.unread ? " day-line-unread" : ""}`} role="separator" aria-label=${label}><span>${label}</span></div>`;
}
