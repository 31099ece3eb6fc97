import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import { Menu, type MenuItem } from "./menu.ts";
import { usePage } from "./page-context.ts";
import type { Message } from "./wire.ts";

/** What can be done with a message; shown while the pointer or the focus is on it. */
export function MessageToolbar(props: {
  readonly message: Message;
  readonly inThread: boolean;
}): ComponentChildren {
  const { message, inThread } = props;
  const { deeds, session, store } = usePage();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const { workspace } = store.get();
  const shortcuts = workspace.shortcuts.map((shortcut) => ({
    key: shortcut.callbackId,
    label: shortcut.name,
    description: workspace.bot.name,
    choose: () => void deeds.shortcut(message.channel, message.ts, shortcut.callbackId),
  }));
  const copy: MenuItem = { key: "copy", label: "Copy text", choose: () => void copyText(message.text) };
  // Slack offers neither threads nor shortcuts on what only one person sees.
  const items = message.ephemeral ? [copy] : [...shortcuts, copy];
  const thread = html`<button type="button" class="tool" aria-label="Reply in thread" title="Reply in thread" onClick=${() => session.openThread(message.threadTs ?? message.ts)}>${icon("thread", 18)}</button>`;
  const close = (): void => setOpen(false);
  const menu = open ? h(Menu, { anchor, label: "More actions", align: "end", items, onClose: close }) : null;
  return html`<div class=${`toolbar${open ? " toolbar-open" : ""}`}>
    ${inThread || message.ephemeral ? null : thread}
    <button ref=${anchor} type="button" class="tool" aria-label="More actions" title="More actions" aria-haspopup="menu" aria-expanded=${open} onClick=${() => setOpen(!open)}>${icon("dots", 18)}</button>
    ${menu}
  </div>`;
}

async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text).catch(() => undefined);
}
