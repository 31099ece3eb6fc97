import { Temporal } from "temporal-polyfill";
import type { Actor, Person } from "../identity.ts";
import type { Item, ItemNote } from "./item.ts";

/**
 * What an act does to an item: it changes; it was so already, and the item says since when and by whom; or the act does not
 * apply, for a reason. Who may act is the permissions' question.
 */
export type ItemOutcome<Refusal extends string> =
  | { readonly kind: "changed"; readonly item: Item }
  | { readonly kind: "already"; readonly item: Item }
  | { readonly kind: "refused"; readonly reason: Refusal; readonly item: Item };

/** Ticks an item off. One that was skipped has to be reopened first, so that nobody's reason disappears unseen. */
export function completeItem(item: Item, by: Actor, at: Temporal.Instant): ItemOutcome<"skipped"> {
  if (item.state.kind === "done") return already(item);
  if (item.state.kind === "skipped") return refused(item, "skipped");
  return changed({ ...item, state: { kind: "done", by, at }, snoozedUntil: undefined });
}

/** Takes back that an item is done or skipped. */
export function reopenItem(item: Item): ItemOutcome<never> {
  return item.state.kind === "open" ? already(item) : changed({ ...item, state: { kind: "open" } });
}

/** Bounds of a reason for skipping, in characters after trimming. */
export const skipReasonLength = { min: 3, max: 2000 } as const;

/** Settles an item without doing it, for a reason that will be read by an auditor. */
export function skipItem(
  item: Item,
  by: Person,
  at: Temporal.Instant,
  reason: string,
): ItemOutcome<"done" | "reason_missing" | "reason_too_short" | "reason_too_long"> {
  if (item.state.kind === "skipped") return already(item);
  if (item.state.kind === "done") return refused(item, "done");
  const words = reason.trim();
  if (words === "") return refused(item, "reason_missing");
  if (words.length < skipReasonLength.min) return refused(item, "reason_too_short");
  if (words.length > skipReasonLength.max) return refused(item, "reason_too_long");
  return changed({ ...item, state: { kind: "skipped", by, at, reason: words }, snoozedUntil: undefined });
}

/** Gives an open item to somebody, by user id, or to nobody. */
export function assignItem(item: Item, assignee: string | undefined): ItemOutcome<"settled"> {
  if (item.state.kind !== "open") return refused(item, "settled");
  return item.assignee === assignee ? already(item) : changed({ ...item, assignee });
}

/** How far ahead an item may be snoozed. */
export const longestSnooze = { days: 366 } as const;

/** Puts the reminders of an open item off until a moment that lies ahead. */
export function snoozeItem(
  item: Item,
  until: Temporal.Instant,
  now: Temporal.Instant,
): ItemOutcome<"settled" | "past" | "too_far"> {
  if (item.state.kind !== "open") return refused(item, "settled");
  if (Temporal.Instant.compare(until, now) <= 0) return refused(item, "past");
  const furthest = now.add({ hours: longestSnooze.days * 24 });
  if (Temporal.Instant.compare(until, furthest) > 0) return refused(item, "too_far");
  return item.snoozedUntil?.equals(until) === true
    ? already(item)
    : changed({ ...item, snoozedUntil: until });
}

/** Moves the due of an open item to a moment that lies ahead. A snooze ends: it was agreed for the old due. */
export function changeDue(
  item: Item,
  due: Temporal.Instant,
  now: Temporal.Instant,
): ItemOutcome<"settled" | "past"> {
  if (item.state.kind !== "open") return refused(item, "settled");
  if (Temporal.Instant.compare(due, now) <= 0) return refused(item, "past");
  return item.due.equals(due) ? already(item) : changed({ ...item, due, snoozedUntil: undefined });
}

/**
 * The open item with a later due, which follows from what happened rather than from somebody's wish. A snooze ends: it was agreed for
 * the old due.
 */
export function putOffItem(item: Item, due: Temporal.Instant): Item {
  return { ...item, due, snoozedUntil: undefined };
}

/** Longest note, in characters after trimming. */
export const longestNote = 3000;

/** A note as it will be kept, or why it cannot be. */
export type NoteOutcome =
  | { readonly kind: "accepted"; readonly note: Pick<ItemNote, "kind" | "text"> }
  | { readonly kind: "refused"; readonly reason: "empty" | "too_long" | "not_a_link" };

/**
 * Reads what somebody wants to attach to an item, settled or not. A web address alone is evidence, anything else a note;
 * where evidence is `wanted`, nothing but a web address (`http` or `https`) will do.
 */
export function readNote(text: string, wanted: ItemNote["kind"] | "either" = "either"): NoteOutcome {
  const words = text.trim();
  if (words === "") return { kind: "refused", reason: "empty" };
  if (words.length > longestNote) return { kind: "refused", reason: "too_long" };
  if (wanted === "note") return { kind: "accepted", note: { kind: "note", text: words } };
  if (isWebAddress(words)) return { kind: "accepted", note: { kind: "evidence", text: words } };
  if (wanted === "evidence") return { kind: "refused", reason: "not_a_link" };
  return { kind: "accepted", note: { kind: "note", text: words } };
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s<>|]+$/iu.test(text) && URL.canParse(text);
}

function changed(item: Item): { kind: "changed"; item: Item } {
  return { kind: "changed", item };
}

function already(item: Item): { kind: "already"; item: Item } {
  return { kind: "already", item };
}

function refused<Reason extends string>(item: Item, reason: Reason) {
  return { kind: "refused" as const, reason, item };
}
