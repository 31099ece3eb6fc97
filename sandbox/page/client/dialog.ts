import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "./html.ts";

/** A dialog above the page, which keeps the focus; Escape asks to close it. */
export function Dialog(props: {
  readonly label: string;
  readonly class: string;
  readonly role?: "dialog" | "alertdialog";
  readonly onCancel: () => void;
  readonly children?: ComponentChildren;
}): ComponentChildren {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    element?.showModal();
    // Closing, before it is taken away, gives the focus back to where it was.
    return () => element?.close();
  }, []);
  const cancelled = (event: Event): void => {
    if (event.target !== box.current) return;
    event.preventDefault();
    props.onCancel();
  };
  // The browser lets a second Escape close a dialog against our will; the key itself can be kept from it.
  const typed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    props.onCancel();
  };
  return html`<dialog ref=${box} class=${props.class} role=${props.role ?? "dialog"} aria-label=${props.label} aria-modal="true" onCancel=${cancelled} onKeyDown=${typed}>
    ${props.children}
  </dialog>`;
}
