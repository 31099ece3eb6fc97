import type { ComponentChildren, VNode } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "./html.ts";

/** The element a popup belongs to, as a ref. */
export type Anchor = { readonly current: HTMLElement | null };

/** Where a popup opens and how it is told to close. */
export type PopupProps = {
  readonly anchor: Anchor;
  readonly onClose: () => void;
  readonly class?: string;
  /** The side of the anchor the popup keeps to; the other one when there is no room. */
  readonly align?: "start" | "end";
  readonly side?: "below" | "above";
  /** As wide as its anchor at least. */
  readonly matchWidth?: boolean;
  readonly children?: ComponentChildren;
};

/**
 * A box above everything else (also above dialogs), next to its anchor and within the window. It closes when Escape is
 * pressed or when anything outside is pressed; Escape gives the focus back to the anchor. What has
 * `autofocus` in it is focused once it is there.
 */
export function Popup(props: PopupProps): VNode {
  const { anchor, onClose, align = "start", side = "below", matchWidth = false } = props;
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    element.showPopover();
    const settle = (): void => {
      if (anchor.current !== null) place(element, anchor.current, align, side, matchWidth);
    };
    settle();
    // A list that arrives late makes the box higher; a page that scrolls carries the anchor along.
    const watcher = new ResizeObserver(settle);
    watcher.observe(element);
    addEventListener("resize", settle);
    document.addEventListener("scroll", settle, true);
    return () => {
      watcher.disconnect();
      removeEventListener("resize", settle);
      document.removeEventListener("scroll", settle, true);
    };
  }, [anchor, align, side, matchWidth]);

  useEffect(() => {
    const pressed = (event: PointerEvent): void => {
      const target = event.target;
      if (!(target instanceof Node)) return;
      if (box.current?.contains(target) || anchor.current?.contains(target)) return;
      onClose();
    };
    document.addEventListener("pointerdown", pressed, true);
    return () => document.removeEventListener("pointerdown", pressed, true);
  }, [anchor, onClose]);

  const typed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
    anchor.current?.focus();
  };
  const classes = `popup ${props.class ?? ""}`;
  return html`<div ref=${box} popover="manual" class=${classes} onKeyDown=${typed}>${props.children}</div>`;
}

function place(
  box: HTMLElement,
  anchor: HTMLElement,
  align: string,
  side: string,
  matchWidth: boolean,
): void {
  const gap = 6;
  const around = anchor.getBoundingClientRect();
  if (matchWidth) box.style.minWidth = `${around.width}px`;
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = around.bottom + gap;
  const above = around.top - gap - height;
  const fitsBelow = below + height <= innerHeight - gap;
  const top = side === "above" ? (above >= gap ? above : below) : fitsBelow || above < gap ? below : above;
  const left = align === "end" ? around.right - width : around.left;
  box.style.top = `${Math.max(gap, Math.min(top, innerHeight - height - gap))}px`;
  box.style.left = `${Math.max(gap, Math.min(left, innerWidth - width - gap))}px`;
}
