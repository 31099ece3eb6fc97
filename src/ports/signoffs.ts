import type { Temporal } from "temporal-polyfill";
import type { Installation } from "../domain/identity.ts";
import type { DocumentOrigin, SignoffRequest } from "../domain/signoff/signoff.ts";
import type { InThread } from "./subject.ts";

/**
 * What a message about a sign-off request is about; its words are composed when it is sent. Ids only. The request itself stands in the
 * channel, as the delivery with the request's own id so that others find its thread, and with each person who is asked.
 */
export type SignoffSubject = { readonly kind: "signoff"; readonly request: string } & (
  | { readonly about: "request" }
  | { readonly about: "reminder" | "escalation" | "left"; readonly seat: string }
  /** To the person who is asked to decide in somebody's place. */
  | { readonly about: "delegation"; readonly seat: string }
  /** In the thread below the channel's message, and to requester and asker. */
  | ({ readonly about: "question"; readonly question: string } & InThread)
  /** In the channel and to the requester, once it has ended. */
  | { readonly about: "outcome" }
);

/** Reading sign-off requests. */
export interface Signoffs {
  get(requestId: string): Promise<SignoffRequest | undefined>;
  byNumber(closeoutId: string, number: number): Promise<SignoffRequest | undefined>;
  /** All of a closeout, oldest first. */
  all(closeoutId: string): Promise<readonly SignoffRequest[]>;
  /** Open requests that go on in which this person is awaited, over all channels. */
  awaiting(installation: Installation, user: string): Promise<readonly SignoffRequest[]>;
  /** Closeouts with a request that goes on and has something due: an expiry, a reminder, a look at who is still there. */
  wanting(now: Temporal.Instant, limit: number): Promise<readonly string[]>;
}

/** Writing them, within a change of their closeout. */
export interface SignoffWrites {
  get(requestId: string): Promise<SignoffRequest | undefined>;
  all(): Promise<readonly SignoffRequest[]>;
  /** Those still open that ask about a document of this origin. */
  openAbout(origin: DocumentOrigin): Promise<readonly SignoffRequest[]>;
  nextNumber(): Promise<number>;
  /** Writes a request whole, new or changed. */
  save(request: SignoffRequest): Promise<void>;
}
