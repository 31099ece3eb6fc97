import type { ComponentChildren, VNode } from "preact";
import { ActAs } from "./act-as.ts";
import { avatar } from "./avatar.ts";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { usePage, useReading, useStore } from "./page-context.ts";
import { formatRoute } from "./route.ts";
import type { Conversation } from "./wire.ts";

/** The workspace's name, as whom one acts, and the conversations of that person. */
export function Sidebar(): ComponentChildren {
  const state = useStore(usePage().store);
  const { workspace, conversations, open, me } = state;
  const bot = workspace.bot.userId;
  const direct = conversations.filter((each) => each.kind === "im" && each.withUser !== bot);
  const withBot = conversations.find((each) => each.withUser === bot);
  const app = withBot ?? {
    id: bot,
    kind: "im" as const,
    name: workspace.bot.name,
    withUser: bot,
    unread: 0,
    lastRead: undefined,
  };
  const line = (each: Conversation): VNode =>
    html`${h(ConversationLine, { key: each.id, conversation: each, open: each.id === open, me })}`;
  return html`<aside class="sidebar">
    <div class="workspace-name">${workspace.team.name}</div>
    ${h(ActAs, {})}
    <nav aria-label="Conversations">
      <h2>Channels</h2>
      <ul>${conversations.filter((each) => each.kind === "channel").map(line)}</ul>
      <h2>Direct messages</h2>
      <ul>${direct.map(line)}${direct.length === 0 ? html`<li class="sidebar-empty">Press a name to write to someone.</li>` : null}</ul>
      <h2>Apps</h2>
      <ul>${line(app)}</ul>
    </nav>
  </aside>`;
}

function ConversationLine(props: {
  readonly conversation: Conversation;
  readonly open: boolean;
  readonly me: string;
}): ComponentChildren {
  const { conversation, open, me } = props;
  const { people } = useReading();
  const { kind, unread, withUser } = conversation;
  const person = withUser === undefined ? undefined : people.get(withUser);
  const name = person?.realName ?? conversation.name;
  const href = formatRoute({ as: me, conversation: conversation.id, tab: "messages", thread: undefined });
  const waiting = unread > 0 && !open;
  const label = `${kind === "channel" ? "#" : ""}${name}${waiting ? `, ${unread} unread` : ""}`;
  const mark =
    kind === "channel"
      ? html`<span class="line-mark">${icon("hash", 16)}</span>`
      : html`<span class="line-mark">${avatar(person, 20)}</span>`;
  const badge = waiting
    ? html`<span class=${kind === "im" ? "unread-count" : "unread-dot"}>${kind === "im" ? unread : ""}</span>`
    : null;
  return html`<li>
    <a class=${`conversation${open ? " conversation-open" : ""}${waiting ? " conversation-unread" : ""}`} href=${href} aria-label=${label} aria-current=${open ? "page" : undefined}>
      ${mark}<span class="line-name">${name}</span>${badge}
    </a>
  </li>`;
}
