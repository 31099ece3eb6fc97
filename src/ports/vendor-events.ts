import type { Temporal } from "temporal-polyfill";
import type { Conversation } from "../domain/conversation.ts";
import type { Installation } from "../domain/identity.ts";
import type { VendorEvent } from "../domain/vendor-event.ts";
import type { Lane } from "./store.ts";

/** An event in the hands of one worker, until its lease runs out. */
export type ClaimedEvent = {
  readonly event: VendorEvent;
  readonly installation: Installation;
  /** How often it was taken, this time included. */
  readonly attempts: number;
};

/** A migration that may be closed out, as it was offered. */
export type StartOffer = {
  readonly installation: Installation;
  readonly migrationId: string;
  readonly migrationName: string | undefined;
  readonly completedAt: Temporal.Instant;
};

/** What the vendor tells us by itself: noted before it is answered, worked on afterwards, each once. */
export interface VendorEvents {
  /** Notes an event; `false` when one of this id was noted before. */
  note(installation: Installation, event: VendorEvent): Promise<boolean>;
  /** Takes one that waits; `undefined` when it does not, or is in somebody else's hands. */
  claim(eventId: string): Promise<ClaimedEvent | undefined>;
  /** Those that wait and are in nobody's hands. */
  waiting(limit: number): Promise<readonly string[]>;
  done(eventId: string): Promise<void>;
  /** Puts one back, to be taken again after so many milliseconds. */
  later(eventId: string, afterMs: number): Promise<void>;
  /** Whether the vendor has said something later about the same migration, in an event of one of these types. */
  hasNewer(
    installation: Installation,
    event: VendorEvent,
    types: readonly VendorEvent["type"][],
  ): Promise<boolean>;
  /** Writes the one offer of a migration into the outbox; `undefined` when it was offered before. */
  offerStart(offer: StartOffer, conversation: Conversation): Promise<Lane | undefined>;
  offer(installation: Installation, migrationId: string): Promise<StartOffer | undefined>;
  /** How many still wait. */
  outstanding(): Promise<number>;
  /** Forgets what was dealt with a month ago. */
  forgetOld(): Promise<void>;
}
