import type { Temporal } from "temporal-polyfill";
import type { Actor, Person } from "../identity.ts";

/** What has become of an item. Skipping always carries its reason. */
export type ItemState =
  | { readonly kind: "open" }
  /** By a person, or by Closeout when its evidence was there. */
  | { readonly kind: "done"; readonly by: Actor; readonly at: Temporal.Instant }
  | { readonly kind: "skipped"; readonly by: Person; readonly at: Temporal.Instant; readonly reason: string };

/** A line of the procedure within one closeout. `id` is the template's short stable id, such as `I1` or `D5`. */
export type Item = {
  readonly closeoutId: string;
  readonly id: string;
  /** Id of the template's list (`immediate`, `infrastructure`, …). */
  readonly list: string;
  readonly position: number;
  readonly title: string;
  readonly due: Temporal.Instant;
  readonly state: ItemState;
  /** User id within the closeout's installation. */
  readonly assignee: string | undefined;
  readonly snoozedUntil: Temporal.Instant | undefined;
};

/** Words or a link that somebody attached to an item. */
export type ItemNote = {
  readonly id: string;
  readonly closeoutId: string;
  readonly itemId: string;
  readonly by: Person;
  readonly at: Temporal.Instant;
  readonly kind: "note" | "evidence";
  /** Plain text as written; for evidence an `https:` or `http:` link. */
  readonly text: string;
};

/** Overdue: still open, its due has passed. */
export function isOverdue(item: Item, now: Temporal.Instant): boolean {
  return item.state.kind === "open" && item.due.epochMilliseconds <= now.epochMilliseconds;
}

/** Snoozed: open, and nobody is to be reminded of it until a later moment. */
export function isSnoozed(item: Item, now: Temporal.Instant): boolean {
  return (
    item.state.kind === "open" &&
    item.snoozedUntil !== undefined &&
    item.snoozedUntil.epochMilliseconds > now.epochMilliseconds
  );
}
