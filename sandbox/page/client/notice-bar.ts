import type { ComponentChildren } from "preact";
import { html } from "./html.ts";
import { icon } from "./icons.ts";
import { usePage } from "./page-context.ts";
import type { Notice } from "./state.ts";

/** A sentence about what went wrong, until it is dismissed. */
export function NoticeBar(props: { readonly notice: Notice }): ComponentChildren {
  const { store } = usePage();
  const dismiss = (): void => store.set({ notice: undefined });
  return html`<div class=${`notice notice-${props.notice.tone}`} role="alert">
    ${icon(props.notice.tone === "error" ? "warning" : "info", 18)}<span>${props.notice.text}</span>
    <button type="button" class="icon-button" aria-label="Dismiss" onClick=${dismiss}>${icon("close", 16)}</button>
  </div>`;
}
