import type { Closeout } from "../domain/closeout.ts";
import type { Closing } from "../domain/closing.ts";
import type { Installation } from "../domain/identity.ts";

/** What the message about a closing or reopening is about: its number within the closeout. */
export type ClosingSubject = { readonly kind: "closing"; readonly number: number };

/** Reading what was closed. */
export interface Closings {
  get(closeoutId: string, number: number): Promise<Closing | undefined>;
  /** The closed closeout of a channel that was started last. */
  closedInChannel(installation: Installation, channel: string): Promise<Closeout | undefined>;
  /** Closed closeouts in which this person is the owner or holds a role, the last started first. */
  closedOf(installation: Installation, user: string): Promise<readonly Closeout[]>;
}

/** Writing it, within a change of the closeout. */
export interface ClosingChanges {
  /** How often it was closed or opened again until now. */
  count(): Promise<number>;
  close(): Promise<void>;
  /** `taken`, and nothing is changed, when its channel or its migration has another open closeout by now. */
  reopen(): Promise<"reopened" | "taken">;
}
