import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { avatar } from "./avatar.ts";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { Menu } from "./menu.ts";
import { usePage, useReading } from "./page-context.ts";
import type { Person } from "./wire.ts";

/** Shows as whom the page acts, and lets one act as anybody else of the cast. */
export function ActAs(): ComponentChildren {
  const { session } = usePage();
  const { me, people } = useReading();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const acting = people.get(me);
  const cast = [...people.values()].filter((person) => person.kind !== "bot" && !person.deleted);
  const items = cast.map((person) => ({
    key: person.id,
    label: castLine(person),
    checked: person.id === me,
    choose: () => session.actAs(person.id),
  }));
  const close = (): void => setOpen(false);
  const menu = open
    ? h(Menu, { anchor, label: "Act as", items, class: "act-as-menu", onClose: close })
    : null;
  const name = acting?.realName ?? "nobody";
  return html`<div class="act-as">
    <button ref=${anchor} type="button" class="act-as-button" aria-label=${`Act as: ${name}`} aria-haspopup="menu" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      ${avatar(acting, 34)}
      <span class="act-as-words"><span class="act-as-hint">You act as</span><span class="act-as-name">${name}</span><span class="act-as-title">${titleOf(acting)}</span></span>
      ${icon("chevron", 18)}
    </button>
    ${menu}
  </div>`;
}

function castLine(person: Person): ComponentChildren {
  return html`<span class="cast-line">${avatar(person, 30)}<span><span class="cast-name">${person.realName}</span><span class="cast-title">${titleOf(person)}</span></span></span>`;
}

function titleOf(person: Person | undefined): string {
  if (person?.kind === "guest") return person.title || "Guest";
  if (person?.kind === "foreign") return person.title || "From another workspace";
  return person?.title ?? "";
}
