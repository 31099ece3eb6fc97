import type { HomeView, ModalView } from "@slack/types";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { Item } from "../../src/domain/item.ts";
import type { ItemsView } from "../../src/domain/views.ts";
import type { Origin } from "./message.ts";

/** Asks why an item is skipped. */
export function skipModal(_closeout: Closeout, _item: Item, _origin: Origin): ModalView {
  throw new Error("not drawn yet");
}

/** Asks until when an item is snoozed. */
export function snoozeModal(_closeout: Closeout, _item: Item, _origin: Origin): ModalView {
  throw new Error("not drawn yet");
}

/** Asks who takes an item. */
export function assignModal(_closeout: Closeout, _item: Item, _origin: Origin): ModalView {
  throw new Error("not drawn yet");
}

/** Asks for a new due. */
export function dueModal(_closeout: Closeout, _item: Item, _origin: Origin): ModalView {
  throw new Error("not drawn yet");
}

/** Asks for a note or an evidence link. */
export function noteModal(
  _closeout: Closeout,
  _item: Item,
  _origin: Origin,
  _initial?: { readonly kind: "note" | "evidence"; readonly text: string },
): ModalView {
  throw new Error("not drawn yet");
}

/** The same for the message shortcut, which also asks which item. */
export function addToItemModal(
  _view: ItemsView,
  _origin: Origin,
  _initial: { readonly kind: "note" | "evidence"; readonly text: string },
): ModalView {
  throw new Error("not drawn yet");
}
