import type { Temporal } from "temporal-polyfill";
import type { DecommissionEvent } from "../domain/decommission/decommission.ts";

/** The view of a decommissioning in the channel, and the news of one of its events; their words are composed when they are sent. */
export type DecommissionSubject =
  | { readonly kind: "decommission" }
  | { readonly kind: "decommission_news"; readonly event: string };

/** Reading what has happened in the decommissioning of sources. */
export interface Decommissions {
  /** In the order in which it happened. */
  events(closeoutId: string): Promise<readonly DecommissionEvent[]>;
  /** Open closeouts in which something changes by itself by now, or that were never looked at. */
  wanting(now: Temporal.Instant, limit: number): Promise<readonly string[]>;
}

/** Writing it, within a change of the closeout. It is only ever added to. */
export interface DecommissionWrites {
  events(): Promise<readonly DecommissionEvent[]>;
  add(event: DecommissionEvent): Promise<void>;
  /** When to look next; `undefined` for never by itself. */
  lookAgain(at: Temporal.Instant | undefined): Promise<void>;
}
