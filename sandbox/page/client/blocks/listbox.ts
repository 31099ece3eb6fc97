import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { avatar } from "../avatar.ts";
import { html } from "../html.ts";
import { icon } from "../icons.ts";
import { stringAt } from "../json.ts";
import { plainText } from "../text-view.ts";
import { type Choice, type Offer, useOffer } from "./choice-sources.ts";
import { domId, type ElementProps } from "./element-props.ts";

const SEARCHABLE_FROM = 8;

/** The list of a select: search on top where it helps; arrows move, Enter chooses. */
export function Listbox(
  props: ElementProps & {
    readonly chosen: readonly string[];
    readonly many: boolean;
    readonly choose: (choice: Choice) => void;
    readonly close: () => void;
  },
): ComponentChildren {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const found = useOffer(props, query);
  const choices = found.groups.flatMap((group) => group.choices);
  const searchable = !isStatic(props) || query !== "" || choices.length >= SEARCHABLE_FROM;
  const active = choices[Math.min(at, choices.length - 1)];
  const id = `${domId(props)}-list`;

  useLayoutEffect(() => {
    const chosen = choices.findIndex((each) => props.chosen.includes(each.value));
    if (chosen > 0) setAt(chosen);
  }, []);
  useEffect(() => {
    box.current?.querySelector(".option-active")?.scrollIntoView({ block: "nearest" });
  }, [active?.value]);

  const typed = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setAt((at + step + choices.length) % Math.max(1, choices.length));
    else if (event.key === "Enter" || (event.key === " " && !searchable)) {
      if (active !== undefined) props.choose(active);
    } else if (event.key === "Tab") props.close();
    else return;
    event.preventDefault();
  };
  const searched = (event: Event): void => {
    if (event.currentTarget instanceof HTMLInputElement) setQuery(event.currentTarget.value);
    setAt(0);
  };
  const activeId = active === undefined ? undefined : `${id}-${choices.indexOf(active)}`;
  const search = html`<div class="listbox-search">${icon("search", 16)}
    <input type="text" role="combobox" aria-label=${`Search ${props.label}`} aria-controls=${id} aria-expanded="true" aria-activedescendant=${activeId}
      placeholder="Search" autocomplete="off" autofocus value=${query} onInput=${searched} />
  </div>`;
  return html`<div ref=${box} onKeyDown=${typed}>
    ${searchable ? search : null}
    <div id=${id} role="listbox" class="listbox" tabindex="-1" autofocus=${!searchable} aria-label=${props.label} aria-multiselectable=${props.many} aria-activedescendant=${activeId}>
      ${optionViews(found, active, id, props)}
      ${found.note === "" ? null : html`<div class="listbox-note" role="status">${found.note}</div>`}
    </div>
  </div>`;
}

function isStatic(props: ElementProps): boolean {
  return (stringAt(props.element, "type") ?? "").endsWith("static_select");
}

function optionViews(
  found: Offer,
  active: Choice | undefined,
  id: string,
  props: ElementProps & { readonly chosen: readonly string[]; readonly choose: (choice: Choice) => void },
): ComponentChildren {
  const all = found.groups.flatMap((group) => group.choices);
  return found.groups.map((group) => [
    group.label === ""
      ? null
      : html`<div class="listbox-heading" role="presentation">${plainText(group.label)}</div>`,
    ...group.choices.map((choice) => {
      const chosen = props.chosen.includes(choice.value);
      const person =
        choice.person === undefined ? undefined : props.surface.reading.people.get(choice.person);
      return html`<div key=${choice.value} id=${`${id}-${all.indexOf(choice)}`} role="option" aria-selected=${chosen} class=${`option${choice === active ? " option-active" : ""}`} onClick=${() => props.choose(choice)}>
        ${person === undefined ? null : avatar(person, 24)}
        <span class="option-text"><span>${plainText(choice.label)}</span>${choice.description === "" ? null : html`<span class="option-description">${plainText(choice.description)}</span>`}</span>
        ${chosen ? icon("check", 16) : null}
      </div>`;
    }),
  ]);
}
