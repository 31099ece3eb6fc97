import type { HomeView, ModalView } from "@slack/types";
import type { ItemsView } from "../../src/domain/views.ts";
import type { Message } from "./message.ts";

/** Every item, one page, as a private answer. */
export function itemsMessage(_view: ItemsView, _page?: number): Message {
  throw new Error("not drawn yet");
}

/** Every item, one page, as a modal. */
export function itemsModal(
  _view: ItemsView,
  _page?: number,
  _origin?: { readonly channel?: string },
): ModalView {
  throw new Error("not drawn yet");
}
