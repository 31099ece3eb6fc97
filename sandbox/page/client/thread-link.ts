import type { ComponentChildren } from "preact";
import { html } from "./html.ts";
import { icon } from "./icons.ts";
import { usePage } from "./page-context.ts";
import type { Message } from "./wire.ts";

/** How many replies a message has, and the way to them. */
export function ThreadLink(props: { readonly message: Message }): ComponentChildren {
  const { session } = usePage();
  const { replyCount, ts } = props.message;
  const words = `${replyCount} ${replyCount === 1 ? "reply" : "replies"}`;
  return html`<button type="button" class="bare thread-link" onClick=${() => session.openThread(ts)}>
    ${icon("thread", 16)}<span class="thread-count">${words}</span><span class="thread-view">View thread</span>
  </button>`;
}
