import type { ComponentChildren, VNode } from "preact";
import { avatar } from "./avatar.ts";
import type { Completion } from "./composer-text.ts";
import { html } from "./html.ts";
import { icon } from "./icons.ts";

/** The list above the composer of what the words could become; the keys are the composer's business. */
export function completionPopup(
  found: Completion,
  active: number,
  id: string,
  choose: (at: number) => void,
): ComponentChildren {
  if (found.kind === "usage") {
    const { command, usage, description } = found.command;
    return html`<div class="completion completion-usage" role="note"><code>${command}</code> <span class="completion-hint">${usage}</span> <span class="completion-about">${description}</span></div>`;
  }
  const rows =
    found.kind === "command"
      ? found.matches.map((each) => ({
          key: each.command,
          label: `${each.command} ${each.usage}`,
          view: commandView(each.command, each.usage, each.description),
        }))
      : found.matches.map((each) => ({
          key: each.id,
          label: each.realName,
          view: html`${avatar(each, 22)}<strong>${each.realName}</strong> <span class="completion-about">@${each.name}${each.title === "" ? "" : ` · ${each.title}`}</span>`,
        }));
  return html`<div class="completion" id=${id} role="listbox" aria-label=${found.kind === "command" ? "Commands" : "People"}>
    <div class="completion-head" role="presentation">${found.kind === "command" ? "Commands" : "People"}<span><kbd>↑</kbd><kbd>↓</kbd> to move <kbd>Enter</kbd> to choose</span></div>
    ${rows.map(
      (
        row,
        at,
      ) => html`<div key=${row.key} id=${`${id}-${at}`} role="option" aria-label=${row.label.trim()} aria-selected=${at === active} class=${`completion-row${at === active ? " option-active" : ""}`}
      onMouseDown=${(event: Event) => event.preventDefault()} onClick=${() => choose(at)}>${row.view}</div>`,
    )}
  </div>`;
}

function commandView(command: string, usage: string, description: string): VNode {
  return html`<span class="completion-mark">${icon("bolt", 16)}</span><span class="completion-words"><span><strong>${command}</strong> <span class="completion-hint">${usage}</span></span><span class="completion-about">${description}</span></span>`;
}
