import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { avatar } from "../avatar.ts";
import { h, html } from "../html.ts";
import { icon } from "../icons.ts";
import { numberAt, stringAt } from "../json.ts";
import { Popup } from "../popup.ts";
import { type Choice, nameOf } from "./choice-sources.ts";
import { domId, type ElementProps, fieldOf, fill } from "./element-props.ts";
import { chosenValues } from "./fields.ts";
import { Listbox } from "./listbox.ts";
import { textOf } from "./surface.ts";

/** A select of any kind: a button that shows what is chosen and opens the list to choose from. */
export function Select(props: ElementProps): ComponentChildren {
  const { element } = props;
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const many = (stringAt(element, "type") ?? "").startsWith("multi_");
  const field = fieldOf(props);
  const chosen = chosenValues(field);
  const named = chosen.map((value) => ({ value, label: field.labels[value] ?? nameOf(value, props) }));
  const placeholder = textOf(element, "placeholder") || (many ? "Select options" : "Select an option");

  const close = (): void => {
    setOpen(false);
    anchor.current?.focus();
  };
  const keep = (values: readonly string[], choice?: Choice): void => {
    const labels = choice === undefined ? field.labels : { ...field.labels, [choice.value]: choice.label };
    void fill(props, { value: many ? [...values] : (values[0] ?? null), labels });
  };
  const choose = (choice: Choice): void => {
    if (!many) {
      close();
      keep([choice.value], choice);
      return;
    }
    const max = numberAt(element, "max_selected_items") ?? Number.POSITIVE_INFINITY;
    if (chosen.includes(choice.value)) keep(chosen.filter((value) => value !== choice.value));
    else if (chosen.length < max) keep([...chosen, choice.value], choice);
  };

  const shown = many && named.length > 0 ? chips(named, props) : (named[0]?.label ?? placeholder);
  const name = `${props.label}: ${named.length > 0 ? named.map((each) => each.label).join(", ") : placeholder}`;
  const person =
    named[0] === undefined || many ? undefined : props.surface.reading.people.get(named[0].value);
  const list = open
    ? h(
        Popup,
        { anchor, onClose: () => setOpen(false), class: "select-popup", matchWidth: true },
        h(Listbox, { ...props, chosen, many, choose, close }),
      )
    : null;
  const look = `select${named.length === 0 ? " select-empty" : ""}${open ? " select-open" : ""}`;
  const clear = (event: Event): void => {
    event.stopPropagation();
    keep([]);
  };
  const clearable = !props.dispatch && !many && named.length > 0;
  return html`<span class="select-box">
    <button ref=${anchor} id=${domId(props)} type="button" class=${look} aria-haspopup="listbox" aria-expanded=${open} aria-label=${name === props.label ? placeholder : name}
      aria-describedby=${props.describedBy} aria-invalid=${props.invalid} onClick=${() => setOpen(!open)}>
      ${person === undefined ? null : avatar(person, 20)}<span class="select-value">${shown}</span>${icon("chevron", 16)}
    </button>
    ${clearable ? html`<button type="button" class="select-clear" aria-label=${`Clear ${props.label}`} onClick=${clear}>${icon("close", 14)}</button>` : null}
    ${list}
  </span>`;
}

function chips(named: readonly { value: string; label: string }[], props: ElementProps): ComponentChildren {
  return named.map((each) => {
    const person = props.surface.reading.people.get(each.value);
    return html`<span key=${each.value} class="select-chip">${person === undefined ? null : avatar(person, 18)}${each.label}</span>`;
  });
}
