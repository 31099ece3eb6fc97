import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { MessageRow } from "./message-row.ts";
import { useMinute, useReading } from "./page-context.ts";
import { dayKey, dayLabel, millisOf } from "./time.ts";
import type { Message } from "./wire.ts";

const PAGE = 100;
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
  /** What stands above the oldest message. */
  readonly beginning: ComponentChildren;
}): ComponentChildren {
  const { messages, where, sought } = props;
  const [shown, setShown] = useState(PAGE);
  const [away, setAway] = useState<string | undefined>(undefined);
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const lastTop = useRef(0);
  const newest = messages.at(-1)?.ts;
  const from = Math.max(0, messages.length - shown);

  const toBottom = (): void => {
    following.current = true;
    setAway(undefined);
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (following.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  });
  useEffect(() => {
    // Pictures arrive late and composers grow: the newest message stays in sight.
    const watcher = new ResizeObserver(() => {
      if (following.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
    });
    if (content.current !== null) watcher.observe(content.current);
    if (box.current !== null) watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (sought === undefined) return;
    const at = messages.findIndex((message) => message.ts === sought.ts);
    if (at >= 0 && at < from) setShown(messages.length - at + 20);
    following.current = false;
    const row = content.current?.querySelector(`[data-ts="${CSS.escape(sought.ts)}"]`);
    row?.scrollIntoView({ block: "center" });
  }, [sought, indexOf(messages, sought?.ts) >= from]);

  const scrolled = (): void => {
    const view = box.current;
    if (view === null) return;
    const bottom = view.scrollHeight - view.scrollTop - view.clientHeight < 40;
    // What grows at the end also moves the bottom away; only who scrolls up leaves it.
    const upwards = view.scrollTop < lastTop.current;
    lastTop.current = view.scrollTop;
    if (bottom !== following.current && (bottom || upwards)) {
      following.current = bottom;
      setAway(bottom ? undefined : newest);
    }
    if (view.scrollTop < 800 && from > 0) setShown(shown + PAGE);
  };
  const unseen = away === undefined ? 0 : messages.length - 1 - indexOf(messages, away);
  const jump = html`<button type="button" class="jump" onClick=${toBottom}>${icon("down", 14)} ${unseen === 1 ? "1 new message" : `${unseen} new messages`}</button>`;
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
