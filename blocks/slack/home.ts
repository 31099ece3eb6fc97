import type { HomeView, ModalView } from "@slack/types";
import type { HomeView as HomeData } from "../../src/domain/views.ts";
import type { HomePageRef } from "./actions.ts";
import type { Commands } from "./message.ts";

/** App Home of one person. */
export function homeView(
  _view: HomeData,
  _reader: string,
  _commands: Commands,
  _pages?: HomePageRef,
): HomeView {
  throw new Error("not drawn yet");
}
