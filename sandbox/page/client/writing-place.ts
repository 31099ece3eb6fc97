import type { ComponentChildren } from "preact";
import { Composer } from "./composer.ts";
import { h, html } from "./html.ts";
import { usePage, useStore } from "./page-context.ts";

/** The composer, or why there is none: an app's manifest can make its messages read-only. */
export function WritingPlace(props: Parameters<typeof Composer>[0]): ComponentChildren {
  const { conversations, workspace } = useStore(usePage().store);
  const { conversation } = props;
  const partner = conversations.find((each) => each.id === conversation)?.withUser ?? conversation;
  if (!workspace.bot.readOnly || partner !== workspace.bot.userId) return h(Composer, props);
  return html`<div class="composer-box"><p class="composer-closed">Sending messages to this app has been turned off.</p></div>`;
}
