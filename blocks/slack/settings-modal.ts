import type { HomeView, ModalView } from "@slack/types";
import type { Closeout } from "../../src/domain/closeout.ts";

/** Settings and roles of one closeout. */
export function settingsModal(_closeout: Closeout, _origin?: { readonly channel?: string }): ModalView {
  throw new Error("not drawn yet");
}
