import type { HomeView, ModalView } from "@slack/types";
import type { Temporal } from "temporal-polyfill";

/** What is already known when the modal opens. */
export type StartPreset = {
  readonly migration?: { readonly id: string; readonly name: string; readonly status: string };
  readonly name?: string;
  readonly cutover?: Temporal.Instant;
  readonly timeZone: string;
};

/** Asks for everything that a closeout needs to start. */
export function startModal(_channel: string, _preset: StartPreset): ModalView {
  throw new Error("not drawn yet");
}
