import type { HomeView, ModalView } from "@slack/types";
import type { ItemView } from "../../src/domain/views.ts";
import type { Message, Origin } from "./message.ts";

/** One item with everything known about it. */
export function itemModal(_view: ItemView, _origin?: Origin): ModalView {
  throw new Error("not drawn yet");
}

/** The same as a private answer to `show`. */
export function itemMessage(_view: ItemView): Message {
  throw new Error("not drawn yet");
}
