import type { OccurrenceKind } from "../../../src/domain/checklist/occurrence.ts";
import type { ReminderPlan } from "../../../src/domain/checklist/reminders.ts";
import { day, dayOf, digestsBetween, hour, mayPostAt, minute, WallClock } from "./wall-clock-oracle.ts";

/** A reminder that the rules call for, in milliseconds since the epoch. */
export type Expected = { readonly kind: OccurrenceKind; readonly at: number };

/** The plan as milliseconds, with everything that the rules need laid out on the wall. */
export type Scene = {
  readonly plan: ReminderPlan;
  readonly clock: WallClock;
  readonly due: number;
  readonly from: number;
  /** Every digest for weeks around. */
  readonly digests: readonly number[];
};

export function layOut(plan: ReminderPlan): Scene {
  const clock = clockOf(plan.timeZone);
  const due = plan.due.epochMilliseconds;
  const from = plan.from.epochMilliseconds;
  const end = Math.max(due, from) + (plan.settings.escalation.sponsorAfterDays + 17) * day;
  return { plan, clock, due, from, digests: digestsBetween(clock, plan.settings, due - 45 * day, end) };
}

/** What the rules for reminders ask for, told from the digests and the wall clock alone. */
export function expectedReminders(scene: Scene): Expected[] {
  const { plan, due, from } = scene;
  const expected: Expected[] = [];
  const dueReminder = plan.policy.ignoresQuietHours ? due : earliestAllowed(scene, due);
  if (due >= from) {
    const times = plan.policy.before.map((_, index) => beforeTime(scene, index));
    for (const at of new Set(times)) if (at < dueReminder) expected.push({ kind: "before", at });
    if (plan.policy.atDue) expected.push({ kind: "due", at: dueReminder });
  }
  if (plan.policy.overdue === "daily") {
    const afterwards = plan.policy.atDue ? dueReminder : due;
    const overdue =
      due < from ? firstDigest(scene, (at) => at >= from) : firstDigest(scene, (at) => at > afterwards);
    expected.push({ kind: "overdue", at: overdue });
    const longOverdue = due + plan.settings.escalation.sponsorAfterDays * day;
    if (!plan.sponsorTold)
      expected.push({ kind: "sponsor", at: firstDigest(scene, (at) => at >= longOverdue) });
  }
  return expected.filter(({ at }) => at >= from);
}

/** The moment that a rule names, before quiet hours and days off are looked at. */
export function nominalBefore({ plan, clock, due, digests }: Scene, index: number): number {
  const rule = plan.policy.before[index];
  if (rule?.kind === "working_days") {
    const dueDay = dayOf(clock.wallAt(due));
    const earlier = digests.filter((at) => dayOf(clock.wallAt(at)) < dueDay);
    return earlier[earlier.length - rule.count] ?? Number.NaN;
  }
  const [, days, hours, minutes] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(rule?.duration ?? "") ?? [];
  const shifted = days === undefined ? due : clock.momentOf(clock.wallAt(due) - Number(days) * day);
  return shifted - Number(hours ?? 0) * hour - Number(minutes ?? 0) * minute;
}

function beforeTime(scene: Scene, index: number): number {
  const nominal = nominalBefore(scene, index);
  return scene.plan.policy.ignoresQuietHours ? nominal : earliestAllowed(scene, nominal);
}

function earliestAllowed(scene: Scene, moment: number): number {
  const allowed = mayPostAt(scene.clock.wallAt(moment), scene.plan.settings);
  return allowed ? moment : firstDigest(scene, (at) => at >= moment);
}

function firstDigest({ digests }: Scene, fits: (at: number) => boolean): number {
  return digests.find(fits) ?? Number.NaN;
}

const clocks = new Map<string, WallClock>();

/** One clock a zone, for it remembers what it has looked up. */
export function clockOf(timeZone: string): WallClock {
  const clock = clocks.get(timeZone) ?? new WallClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}
