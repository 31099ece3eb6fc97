import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { h, html } from "./html.ts";
import { type Anchor, Popup } from "./popup.ts";

/** One line of a menu. */
export type MenuItem = {
  readonly key: string;
  readonly label: ComponentChildren;
  readonly description?: ComponentChildren;
  /** Where the line leads, when it leads out of the page. */
  readonly href?: string | undefined;
  /** Whether this line is the one in force, in a menu of which one always is. */
  readonly checked?: boolean;
  readonly choose: () => void;
};

/** A menu at its anchor: arrows move, Enter chooses, Escape closes. */
export function Menu(props: {
  readonly anchor: Anchor;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly align?: "start" | "end";
  readonly class?: string;
  readonly onClose: () => void;
}): ComponentChildren {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const items = itemsOf(list.current);
    (items.find((item) => item.ariaChecked === "true") ?? items[0])?.focus();
  }, []);
  const typed = (event: KeyboardEvent): void => {
    if (event.key === "Tab") props.onClose();
    else if (moveFocus(itemsOf(list.current), event.key)) event.preventDefault();
  };
  const popup = {
    anchor: props.anchor,
    onClose: props.onClose,
    align: props.align ?? "start",
    class: props.class ?? "",
  };
  return h(
    Popup,
    popup,
    html`<div ref=${list} role="menu" aria-label=${props.label} class="menu" onKeyDown=${typed}>
      ${props.items.map((item) => menuLine(item, props.onClose))}
    </div>`,
  );
}

function menuLine(item: MenuItem, close: () => void): VNode {
  const choose = (): void => {
    close();
    item.choose();
  };
  const inner = html`<span class="menu-label">${item.label}</span>
    ${item.description === undefined ? null : html`<span class="menu-description">${item.description}</span>`}`;
  if (item.href !== undefined) {
    return html`<a key=${item.key} role="menuitem" class="menu-item" tabindex="-1" href=${item.href} target="_blank" rel="noopener noreferrer" onClick=${choose}>${inner}</a>`;
  }
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return html`<button key=${item.key} type="button" role=${role} aria-checked=${item.checked} class="menu-item" tabindex="-1" onClick=${choose}>${inner}</button>`;
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>(".menu-item") ?? [])];
}

/** Moves the focus among elements for an arrow, Home or End. @returns whether the key meant that. */
function moveFocus(items: readonly HTMLElement[], key: string): boolean {
  const at = items.findIndex((item) => item === document.activeElement);
  const last = items.length - 1;
  const to =
    key === "ArrowDown"
      ? at >= last
        ? 0
        : at + 1
      : key === "ArrowUp"
        ? at <= 0
          ? last
          : at - 1
        : key === "Home"
          ? 0
          : key === "End"
            ? last
            : undefined;
  if (to === undefined) return false;
  items[to]?.focus();
  return true;
}
