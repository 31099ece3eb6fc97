import type { VNode } from "preact";
import { html } from "./html.ts";
import type { Person } from "./wire.ts";

/** A person's initials on their colour; decoration, since the name always stands beside it. */
export function avatar(person: Person | undefined, size: number): VNode {
  const box = {
    width: `${size}px`,
    height: `${size}px`,
    fontSize: `${Math.round(size * 0.4)}px`,
    borderRadius: `${Math.max(4, Math.round(size * 0.22))}px`,
    background: person?.color || "#8d8d8d",
  };
  if (person?.kind === "bot") {
    return html`<span class="avatar" style=${box} aria-hidden="true">
      <svg width=${size * 0.62} height=${size * 0.62} viewBox="0 0 20 20">
        <path d="M4 10.6l4 4L16 6" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" />
      </svg>
    </span>`;
  }
  return html`<span class="avatar" style=${box} aria-hidden="true">${person?.initials ?? "?"}</span>`;
}
