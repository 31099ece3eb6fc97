import type { ComponentChildren } from "preact";
import { avatar } from "./avatar.ts";
import { Blocks } from "./blocks/block.ts";
import { h, html } from "./html.ts";
import { useSurface } from "./surfaces.ts";
import type { Person, View } from "./wire.ts";

/** The app's Home as the acting person sees it. */
export function HomeTab(props: {
  readonly view: View | null | undefined;
  readonly bot: Person | undefined;
}): ComponentChildren {
  const { view, bot } = props;
  if (view === undefined)
    return html`<div class="home" aria-busy="true"><p class="home-empty">Opening Home…</p></div>`;
  if (view === null) {
    return html`<div class="home"><div class="home-empty">${avatar(bot, 64)}<p>${bot?.realName ?? "The app"} has not published a Home for you yet.</p></div></div>`;
  }
  return html`<div class="home" role="tabpanel" aria-label="Home" tabindex="0">${h(HomeView, { key: view.id, view })}</div>`;
}

function HomeView(props: { readonly view: View }): ComponentChildren {
  const { view } = props;
  const { surface } = useSurface("home", { kind: "view", id: view.id }, view.blocks);
  return h(Blocks, { blocks: view.blocks, surface });
}
