import type { Temporal } from "temporal-polyfill";
import type { Item } from "../checklist/item.ts";
import type { Closeout } from "../closeout.ts";
import type { DocumentChange, Session, TeamMember } from "./handover.ts";

/** What a closeout hands over, as one person sees it. */
export type HandoverView = {
  readonly closeout: Closeout;
  readonly now: Temporal.Instant;
  /** The items that are about documents, with what has changed. */
  readonly documents: readonly { readonly item: Item; readonly change: DocumentChange | undefined }[];
  readonly sessions: readonly Session[];
  /** Who has to confirm. */
  readonly team: readonly TeamMember[];
  readonly mayRun: boolean;
};
