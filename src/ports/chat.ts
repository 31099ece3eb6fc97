import type { Temporal } from "temporal-polyfill";
import type { Conversation } from "../domain/conversation.ts";
import type { Installation } from "../domain/identity.ts";
import type { Notice } from "../domain/notice.ts";

/** Address of a message that a platform has accepted (Slack: channel id and `ts`). */
export type MessageRef = { readonly channel: string; readonly id: string };

/**
 * What became of an attempt to send. `refused` is permanent and `reason` the platform's code; `later` means that it was surely
 * not accepted and may be tried again after that many milliseconds; `uncertain` means that nobody knows, so it must be
 * looked for before it is sent again.
 */
export type SendOutcome =
  | { readonly kind: "sent"; readonly message: MessageRef }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "later"; readonly afterMs: number; readonly why: string }
  | { readonly kind: "uncertain"; readonly why: string };

/** A person as the platform describes them. Only a `member` may act on a closeout. */
export type Profile = {
  readonly user: string;
  readonly name: string;
  readonly kind: "member" | "guest" | "foreign" | "bot" | "deactivated";
  readonly timeZone: string | undefined;
};

/** Outgoing side of one chat platform. Never retries by itself; the delivery's own life does that. */
export interface Chat {
  send(to: Outgoing, notice: Notice): Promise<SendOutcome>;
  /** Replaces the message in place; safe to repeat. */
  update(installation: Installation, message: MessageRef, notice: Notice): Promise<SendOutcome>;
  /** Looks for a message by its delivery id among those written since `since`. */
  find(to: Outgoing, since: Temporal.Instant): Promise<{ readonly message: MessageRef | undefined }>;
  /** Pins a message; a message already pinned counts as success. */
  pin(installation: Installation, message: MessageRef): Promise<void>;
  /** Replaces the channel's topic: plain text of at most 250 characters. */
  setTopic(installation: Installation, channel: string, topic: string): Promise<void>;
  /** `undefined` when the platform knows no such person. */
  profile(installation: Installation, user: string): Promise<Profile | undefined>;
  /** Rejects when the platform does not answer or refuses our credentials. */
  ping(): Promise<void>;
}

/** Where a delivery goes, and the id by which it can be found again. */
export type Outgoing = {
  readonly installation: Installation;
  readonly conversation: Conversation;
  readonly deliveryId: string;
  /** The message in whose thread it stands. */
  readonly thread?: MessageRef | undefined;
};
