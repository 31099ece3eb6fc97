import type { ComponentChildren } from "preact";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { MessageList } from "./message-list.ts";
import { MessageRow } from "./message-row.ts";
import { usePage, useStore } from "./page-context.ts";
import { WritingPlace } from "./writing-place.ts";

/** The panel beside the conversation: a thread, or what is pinned. Escape closes it. */
export function SidePanel(props: { readonly name: string }): ComponentChildren {
  const { session, store } = usePage();
  const { panel } = useStore(store);
  if (panel === undefined) return null;
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented) session.closePanel();
  };
  const title = panel.kind === "thread" ? "Thread" : "Pinned";
  return html`<section class="side-panel" aria-label=${title} onKeyDown=${pressed}>
    <header class="panel-head">
      <h2>${title}</h2><span class="panel-place">${props.name}</span>
      <button type="button" class="icon-button" aria-label=${`Close ${title.toLowerCase()}`} onClick=${session.closePanel}>${icon("close")}</button>
    </header>
    ${panel.kind === "thread" ? h(Thread, { key: panel.ts, ts: panel.ts }) : h(Pins, {})}
  </section>`;
}

function Thread(props: { readonly ts: string }): ComponentChildren {
  const { panel, open } = useStore(usePage().store);
  const messages = panel?.kind === "thread" ? panel.messages : undefined;
  if (messages === undefined) return html`<div class="panel-body"></div>`;
  const [root, ...replies] = messages;
  const count = html`<div class="replies-line" role="separator"><span>${replies.length} ${replies.length === 1 ? "reply" : "replies"}</span></div>`;
  const beginning =
    root === undefined
      ? null
      : [
          h(MessageRow, { message: root, compact: false, where: "thread" }),
          replies.length > 0 ? count : null,
        ];
  return html`${h(MessageList, { messages: replies, where: "thread", label: "Messages in this thread", beginning })}
    ${h(WritingPlace, { key: props.ts, conversation: open, thread: props.ts, placeholder: "Reply…" })}`;
}

function Pins(): ComponentChildren {
  const { session, store } = usePage();
  const { messages } = useStore(store);
  const pinned = (messages ?? []).filter((message) => message.pinned);
  return html`<div class="panel-body pins">
    ${pinned.length === 0 ? html`<p class="panel-empty">Nothing is pinned here.</p>` : null}
    ${pinned.map(
      (message) => html`<div key=${message.ts} class="pin-card">
        ${h(MessageRow, { message, compact: false, where: "pins" })}
        <button type="button" class="button" onClick=${() => session.seek(message.ts)}>Jump to message</button>
      </div>`,
    )}
  </div>`;
}
