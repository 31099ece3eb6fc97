import { Temporal } from "temporal-polyfill";
import { allowedFrom, type WorkingTime } from "./checklist/working-time.ts";

/** When somebody is reminded of what they are awaited for, and when the owner hears of it, before hours and days are looked at. */
export type FollowUp = {
  /** In their order. */
  readonly reminders: readonly Temporal.Instant[];
  readonly tellOwner: Temporal.Instant;
  /** What follows a reminder that came late keeps at least this distance. */
  readonly apart: Temporal.DurationLike;
};

/** What is to be done now. `remind` says how many reminders are then behind them. */
export type FollowUpStep =
  | { readonly kind: "remind"; readonly reminded: number; readonly next: Temporal.Instant }
  | { readonly kind: "tell_owner" };

/**
 * When the step after so many reminders is due: another reminder, or after the last one the word to the owner. Always at a moment at
 * which the closeout may speak.
 */
export function nextFollowUp(plan: FollowUp, reminded: number, time: WorkingTime): Temporal.Instant {
  return allowedFrom(plan.reminders[reminded] ?? plan.tellOwner, time);
}

/**
 * The step that has fallen due. Reminders that were missed while nobody looked are one reminder, and what comes after it keeps its
 * distance, so that nobody is reminded twice in a row or reported before they were reminded.
 */
export function dueFollowUp(
  plan: FollowUp,
  before: number,
  now: Temporal.Instant,
  time: WorkingTime,
): FollowUpStep {
  const most = plan.reminders.length;
  if (before >= most) return { kind: "tell_owner" };
  let reminded = before + 1;
  while (reminded < most && Temporal.Instant.compare(nextFollowUp(plan, reminded, time), now) <= 0) {
    reminded += 1;
  }
  const planned = nextFollowUp(plan, reminded, time);
  const apart = now.toZonedDateTimeISO(time.timeZone).add(plan.apart).toInstant();
  const earliest = Temporal.Instant.compare(planned, apart) < 0 ? apart : planned;
  return { kind: "remind", reminded, next: allowedFrom(earliest, time) };
}
