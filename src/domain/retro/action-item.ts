import { Temporal } from "temporal-polyfill";
import {
  allowedFrom,
  digestWorkingDaysBefore,
  localDate,
  nextDigest,
  type WorkingTime,
} from "../checklist/working-time.ts";
import type { Actor } from "../identity.ts";
import { dueTimeOfDay } from "../moment-input.ts";

/** A thing that a retrospective left to be done. It outlives its closeout: it is reminded of until somebody has done it. */
export type ActionItem = {
  readonly id: string;
  readonly closeoutId: string;
  /** Counts the action items of a closeout; people call it `A1`. */
  readonly number: number;
  readonly title: string;
  readonly owner: string;
  readonly due: Temporal.Instant;
  readonly done: { readonly by: Actor; readonly at: Temporal.Instant } | undefined;
  readonly addedAt: Temporal.Instant;
  /** The reminder that comes next; `undefined` once it is done. */
  readonly next: ActionReminder | undefined;
};

/** Step 0 is the reminder before the due, 1 the one at it, from 2 on those while it is overdue. */
export type ActionReminder = { readonly step: number; readonly at: Temporal.Instant };

/** `A3` */
export function actionName({ number }: Pick<ActionItem, "number">): string {
  return `A${number}`;
}

/** Reads `A3`, `a3` or `3`. */
export function readActionNumber(word: string): number | undefined {
  const digits = /^a?(\d{1,4})$/iu.exec(word)?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}

/** When an action item falls due whose day is given: at the end of that working day by the closeout's clocks. */
export function dueOn(day: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return day.toZonedDateTime({ timeZone, plainTime: dueTimeOfDay }).toInstant();
}

/** Days between one overdue reminder and the next; the last gap stays. */
const gaps = [1, 2, 4, 8, 16, 30] as const;
const widest = 30;

/** Days overdue at which the n-th overdue reminder comes, counted from 0: 1, 3, 7, 15, 31, 61, 91, … */
export function overdueDays(n: number): number {
  const some = gaps.slice(0, n + 1).reduce<number>((sum, gap) => sum + gap, 0);
  return some + Math.max(0, n + 1 - gaps.length) * widest;
}

/**
 * The first reminder later than `after`: at the digest of the working day before the due, at the due, then while it is overdue with
 * growing gaps. Always at a moment at which the closeout may speak.
 */
export function reminderAfter(
  due: Temporal.Instant,
  after: Temporal.Instant,
  time: WorkingTime,
): ActionReminder {
  for (let step = 0; ; step += 1) {
    const at = momentOf(step, due, time);
    if (at !== undefined && Temporal.Instant.compare(at, after) > 0) return { step, at };
  }
}

/**
 * What comes after the reminder that has fallen due. Those that were missed while nobody looked are in this one, and while it is overdue the
 * next keeps a day's distance.
 */
export function reminderAfterThis(
  { due, next }: Pick<ActionItem, "due" | "next">,
  now: Temporal.Instant,
  time: WorkingTime,
): ActionReminder {
  const following = reminderAfter(due, now, time);
  const { step } = next ?? following;
  const late = following.step <= step ? { step: step + 1, at: following.at } : following;
  if (late.step < 2) return late;
  const tomorrow = now.toZonedDateTimeISO(time.timeZone).add({ days: 1 }).toInstant();
  return Temporal.Instant.compare(late.at, tomorrow) < 0
    ? { step: late.step, at: allowedFrom(tomorrow, time) }
    : late;
}

/** Whether it is still to be done although its due has passed. */
export function isLateAction({ done, due }: ActionItem, now: Temporal.Instant): boolean {
  return done === undefined && Temporal.Instant.compare(due, now) < 0;
}

function momentOf(step: number, due: Temporal.Instant, time: WorkingTime): Temporal.Instant | undefined {
  const atDue = allowedFrom(due, time);
  if (step === 1) return atDue;
  if (step === 0) {
    const before = digestWorkingDaysBefore(localDate(due, time.timeZone), 1, time);
    return Temporal.Instant.compare(before, atDue) < 0 ? before : undefined;
  }
  const days = overdueDays(step - 2);
  const nominal = due.toZonedDateTimeISO(time.timeZone).add({ days }).toInstant();
  return nextDigest(nominal, time, "at_or_after");
}
