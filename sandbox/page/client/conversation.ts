import type { ComponentChildren, VNode } from "preact";
import { avatar } from "./avatar.ts";
import { HomeTab } from "./home-tab.ts";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { MessageList } from "./message-list.ts";
import { NoticeBar } from "./notice-bar.ts";
import { usePage, useReading, useStore } from "./page-context.ts";
import { SidePanel } from "./side-panel.ts";
import type { State } from "./state.ts";
import type { Channel, Person } from "./wire.ts";
import { WritingPlace } from "./writing-place.ts";

/** What is open: a channel, a person or the app. */
type Subject = {
  readonly name: string;
  readonly channel: Channel | undefined;
  readonly person: Person | undefined;
};

/** The open conversation with its head, its tabs and whatever stands beside it. */
export function ConversationView(): ComponentChildren {
  const state = useStore(usePage().store);
  const reading = useReading();
  const subject = subjectOf(state, reading.people, reading.channels);
  const isHome = state.tab === "home";
  const label = subject.channel === undefined ? subject.name : `#${subject.name}`;
  return html`<main class="conversation-view" aria-label=${label}>
    <section class="conversation-main">
      ${h(Head, { subject, state })}
      ${state.notice !== undefined && state.modal === null ? h(NoticeBar, { notice: state.notice }) : null}
      ${isHome ? h(HomeTab, { view: state.home, bot: subject.person }) : h(Timeline, { key: `${state.me} ${state.open}`, subject, state, label })}
    </section>
    ${h(SidePanel, { name: label })}
  </main>`;
}

function subjectOf(
  state: State,
  people: ReadonlyMap<string, Person>,
  channels: ReadonlyMap<string, Channel>,
): Subject {
  const line = state.conversations.find((each) => each.id === state.open);
  const person = people.get(line?.withUser ?? state.open);
  const channel = channels.get(state.open);
  return { name: person?.realName ?? channel?.name ?? line?.name ?? "", channel, person };
}

function Timeline(props: {
  readonly subject: Subject;
  readonly state: State;
  readonly label: string;
}): ComponentChildren {
  const { subject, state, label } = props;
  const { messages, firstUnread, sought, open, newestTurn } = state;
  const list =
    messages === undefined
      ? html`<div class="message-box" aria-busy="true"></div>`
      : h(MessageList, {
          messages,
          where: "channel",
          label: `Messages in ${label}`,
          firstUnread,
          sought,
          turn: newestTurn,
          beginning: beginning(subject),
        });
  return html`${list}${h(WritingPlace, { conversation: open, placeholder: subject.channel === undefined ? `Message ${subject.name}` : `Message ${label}` })}`;
}

function Head(props: { readonly subject: Subject; readonly state: State }): ComponentChildren {
  const { subject, state } = props;
  const { channel, person } = subject;
  const picture = channel === undefined ? avatar(person, 26) : icon("hash", 18);
  return html`<header class="conversation-head">
    <div class="head-line">
      <h1>${picture}<span>${subject.name}</span></h1>
      <span class="topic">${channel?.topic ?? person?.title ?? ""}</span>
      ${channel === undefined ? null : members(channel, useReading().people)}
    </div>
    ${h(Tabs, { subject, state })}
  </header>`;
}

function Tabs(props: { readonly subject: Subject; readonly state: State }): ComponentChildren {
  const { subject, state } = props;
  const { session } = usePage();
  const isApp = subject.person?.kind === "bot";
  const tab = (name: State["tab"], label: string): VNode =>
    html`<button type="button" role="tab" class="tab" aria-selected=${state.tab === name} onClick=${() => session.open(state.open, name)}>${label}</button>`;
  const pinned = (state.messages ?? []).filter((message) => message.pinned).length;
  const showing = state.panel?.kind === "pins";
  const toggle = (): void => (showing ? session.closePanel() : session.showPins());
  const pins = html`<button type="button" class="tab tab-pins" aria-pressed=${showing} onClick=${toggle}>${icon("pin", 15)} ${pinned} pinned</button>`;
  return html`<div class="tabs">
    <div role="tablist" aria-label="View">${isApp ? tab("home", "Home") : null}${tab("messages", "Messages")}</div>
    ${pinned > 0 && state.tab === "messages" ? pins : null}
  </div>`;
}

function members(channel: Channel, people: ReadonlyMap<string, Person>): VNode {
  const present = channel.members.map((id) => people.get(id)).filter((person) => person !== undefined);
  const names = present.map((person) => person.realName).join(", ");
  return html`<span class="members" role="img" aria-label=${`${present.length} members: ${names}`} title=${names}>
    <span class="facepile">${present.slice(0, 3).map((person) => avatar(person, 22))}</span>${present.length}
  </span>`;
}

function beginning(subject: Subject): VNode {
  const { channel, person, name } = subject;
  if (channel === undefined) {
    const about =
      person?.kind === "bot"
        ? "Messages from the app to you appear here."
        : "This conversation is just between the two of you.";
    return html`<div class="beginning">${avatar(person, 72)}<h2>${name}</h2><p>${about}</p></div>`;
  }
  return html`<div class="beginning"><span class="beginning-mark">${icon("hash", 30)}</span><h2>#${name}</h2><p>This is the very beginning of the <strong>#${name}</strong> channel.</p></div>`;
}
