import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { avatar } from "./avatar.ts";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { useMinute, usePage } from "./page-context.ts";
import { Popup } from "./popup.ts";
import { clockTime } from "./time.ts";
import type { Person } from "./wire.ts";

/** A name (or a picture) that shows who the person is when it is pressed. */
export function PersonChip(props: {
  readonly person: Person;
  readonly look: string;
  readonly children: ComponentChildren;
  /** What it is called when what it shows is a picture. */
  readonly label?: string;
}): ComponentChildren {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => setOpen(false);
  const card = open
    ? h(
        Popup,
        { anchor: button, onClose: close, class: "card-popup" },
        h(ProfileCard, { person: props.person, close }),
      )
    : null;
  return html`<button ref=${button} type="button" class=${`bare ${props.look}`} aria-label=${props.label} aria-haspopup="dialog" aria-expanded=${open} onClick=${() => setOpen(!open)}>${props.children}</button>${card}`;
}

const KINDS = { member: "", guest: "Guest", foreign: "From another workspace", bot: "App" } as const;

function ProfileCard(props: { readonly person: Person; readonly close: () => void }): ComponentChildren {
  const { person, close } = props;
  const { session, store } = usePage();
  const now = useMinute();
  const isMe = store.get().me === person.id;
  const then = (act: () => void) => () => {
    close();
    act();
  };
  const actAs = html`<button type="button" class="button button-primary" onClick=${then(() => session.actAs(person.id))}>Act as ${person.realName.split(" ")[0]}</button>`;
  const message = html`<button type="button" class="button" onClick=${then(() => session.open(person.id))}>Message</button>`;
  const canAct = !isMe && person.kind !== "bot" && !person.deleted;
  return html`<div class="profile" role="dialog" aria-label=${`Profile of ${person.realName}`}>
    <div class="profile-head">
      ${avatar(person, 64)}
      <div>
        <div class="profile-name">${person.realName}</div>
        <div class="profile-title">${person.title}</div>
        ${KINDS[person.kind] === "" ? null : html`<span class="badge">${KINDS[person.kind]}</span>`}
        ${person.deleted ? html`<span class="badge">Deactivated</span>` : null}
      </div>
    </div>
    <div class="profile-line">${icon("mention", 16)} ${person.name}</div>
    ${person.kind === "bot" ? null : html`<div class="profile-line">${icon("clock", 16)} ${clockTime(now, person.zone)} in ${place(person.zone)}</div>`}
    <div class="profile-acts">${canAct ? actAs : null}${isMe ? null : message}</div>
  </div>`;
}

function place(zone: string): string {
  return zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
}
