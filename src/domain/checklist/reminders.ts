import { Temporal } from "temporal-polyfill";
import type { Settings } from "../settings.ts";
import type { BeforeRule, ReminderPolicy } from "../template/template.ts";
import type { OccurrenceKind } from "./occurrence.ts";
import {
  allowedFrom,
  digestWorkingDaysBefore,
  localDate,
  nextDigest,
  type WorkingTime,
} from "./working-time.ts";

/** A reminder of one item, planned for one moment. */
export type PlannedReminder = { readonly kind: OccurrenceKind; readonly moment: Temporal.Instant };

/** What the reminders of one open item follow from. */
export type ReminderPlan = {
  readonly due: Temporal.Instant;
  readonly policy: ReminderPolicy;
  readonly settings: Settings;
  /** IANA zone of the closeout. */
  readonly timeZone: string;
  /** Nothing is planned for an earlier moment. */
  readonly from: Temporal.Instant;
  /** The sponsor has been told about this due already and is not told again. */
  readonly sponsorTold?: boolean;
};

/**
 * The reminders of an open item from a moment on, earliest first: those before its due, the one at its due, the one to the
 * sponsor, and the first of the daily ones while it is overdue (each of those plans its successor by {@link nextOverdue}).
 * Times follow the working time, except that a list which ignores quiet hours is reminded before and at its due to the
 * minute. Once the due has passed, what remains is the daily reminder from the next digest on, and the sponsor's.
 */
export function planReminders(plan: ReminderPlan): PlannedReminder[] {
  const due = dueReminder(plan);
  const passed = isBefore(plan.due, plan.from);
  const planned: PlannedReminder[] = [];
  if (!passed) {
    planned.push(...remindersBefore(plan, due));
    if (plan.policy.atDue) planned.push({ kind: "due", moment: due });
  }
  if (plan.policy.overdue === "daily") {
    planned.push({ kind: "overdue", moment: firstOverdue(plan, due, passed) });
    if (!plan.sponsorTold) planned.push({ kind: "sponsor", moment: sponsorMoment(plan) });
  }
  return planned
    .filter(({ moment }) => !isBefore(moment, plan.from))
    .toSorted((a, b) => Temporal.Instant.compare(a.moment, b.moment));
}

/** The daily reminder after this one, while the item stays overdue: the next digest. */
export function nextOverdue(after: Temporal.Instant, time: WorkingTime): Temporal.Instant {
  return nextDigest(after, time, "after");
}

/** Every daily reminder later than `after` and not later than `upTo`, earliest first: what a time of absence has missed. */
export function overdueMoments(
  after: Temporal.Instant,
  upTo: Temporal.Instant,
  time: WorkingTime,
): Temporal.Instant[] {
  const moments: Temporal.Instant[] = [];
  for (let next = nextOverdue(after, time); !isBefore(upTo, next); next = nextOverdue(next, time)) {
    moments.push(next);
  }
  return moments;
}

/** When a snoozed item is reminded of again: at the end of the snooze, or at the next digest if that is not allowed. */
export function snoozedMoment(
  snoozedUntil: Temporal.Instant,
  policy: Pick<ReminderPolicy, "ignoresQuietHours">,
  time: WorkingTime,
): Temporal.Instant {
  return policy.ignoresQuietHours ? snoozedUntil : allowedFrom(snoozedUntil, time);
}

/** Whole days of 24 hours since the due; 0 while it is not overdue by one. */
export function daysOverdue(due: Temporal.Instant, now: Temporal.Instant): number {
  return Math.max(0, Math.floor((now.epochMilliseconds - due.epochMilliseconds) / dayMs));
}

/** Whether an item is overdue for so long that its reminders name the owner as informed. */
export function ownerIsInformed(
  due: Temporal.Instant,
  settings: Pick<Settings, "escalation">,
  now: Temporal.Instant,
): boolean {
  return daysOverdue(due, now) >= settings.escalation.ownerAfterDays;
}

/** Whether an item is overdue for so long that the business sponsor is told. */
export function sponsorIsInformed(
  due: Temporal.Instant,
  settings: Pick<Settings, "escalation">,
  now: Temporal.Instant,
): boolean {
  return daysOverdue(due, now) >= settings.escalation.sponsorAfterDays;
}

/** Whether a reminder came late, and has to say so: more than ten minutes after its moment. */
export function isLate(moment: Temporal.Instant, postedAt: Temporal.Instant): boolean {
  return postedAt.epochMilliseconds - moment.epochMilliseconds > lateAfterMs;
}

const dayMs = 24 * 60 * 60 * 1000;
const lateAfterMs = 10 * 60 * 1000;

function dueReminder(plan: ReminderPlan): Temporal.Instant {
  return plan.policy.ignoresQuietHours ? plan.due : allowedFrom(plan.due, plan);
}

/**
 * The reminders ahead of the due. One that working time moves to the due reminder or beyond is dropped: that reminder says
 * it all. Several rules that meet in one moment are one reminder.
 */
function remindersBefore(plan: ReminderPlan, dueReminderMoment: Temporal.Instant): PlannedReminder[] {
  const moments = plan.policy.before
    .map((rule) => beforeMoment(rule, plan))
    .filter((moment) => isBefore(moment, dueReminderMoment));
  const distinct = new Map(moments.map((moment) => [moment.epochMilliseconds, moment]));
  return [...distinct.values()].map((moment) => ({ kind: "before", moment }));
}

function beforeMoment(rule: BeforeRule, plan: ReminderPlan): Temporal.Instant {
  if (rule.kind === "working_days") {
    return digestWorkingDaysBefore(localDate(plan.due, plan.timeZone), rule.count, plan);
  }
  const nominal = plan.due.toZonedDateTimeISO(plan.timeZone).subtract(rule.duration).toInstant();
  return plan.policy.ignoresQuietHours ? nominal : allowedFrom(nominal, plan);
}

/** Later than the due reminder; if that is not to be posted (any more), the first digest that finds the item overdue. */
function firstOverdue(plan: ReminderPlan, due: Temporal.Instant, passed: boolean): Temporal.Instant {
  if (passed) return nextDigest(plan.from, plan, "at_or_after");
  return nextDigest(plan.policy.atDue ? due : plan.due, plan, "after");
}

function sponsorMoment(plan: ReminderPlan): Temporal.Instant {
  const earliest = plan.due.add({ hours: 24 * plan.settings.escalation.sponsorAfterDays });
  return nextDigest(earliest, plan, "at_or_after");
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
