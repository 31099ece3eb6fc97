import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect } from "vitest";
import { dueMoment } from "../../../src/domain/checklist/due.ts";
import {
  overdueMoments,
  planReminders,
  type ReminderPlan,
  snoozedMoment,
} from "../../../src/domain/checklist/reminders.ts";
import { momentIn, planArbitrary, zoneArbitrary } from "../../support/arbitraries.ts";
import { clockOf, expectedReminders, layOut, nominalBefore } from "./reminder-oracle.ts";
import { day, digestsBetween, hour, mayPostAt } from "./wall-clock-oracle.ts";

/** What has to hold for every schedule. The quick suite samples it, the long campaign searches it. */
export const reminderProperties: Readonly<Record<string, (runs: number) => void>> = {
  "plans exactly what a walk over the wall clock finds": (runs) => {
    check(runs, (plan) => {
      const scene = layOut(plan);
      const expected = expectedReminders(scene);
      expect(expected.map(({ at }) => Number.isNaN(at))).not.toContain(true);
      expect(planned(plan)).toEqual(expected.map(({ kind, at }) => `${kind} ${iso(at)}`).toSorted());
    });
  },

  "stays silent in quiet hours and on days off, but for the 24-hour phase": (runs) => {
    check(runs, (plan) => {
      for (const { kind, moment } of planReminders(plan)) {
        if (plan.policy.ignoresQuietHours && (kind === "due" || kind === "before")) continue;
        const wall = clockOf(plan.timeZone).wallAt(moment.epochMilliseconds);
        expect(mayPostAt(wall, plan.settings), `${kind} ${moment.toString()}`).toBe(true);
      }
    });
  },

  "reminds of nothing before its time": (runs) => {
    check(runs, (plan) => {
      const scene = layOut(plan);
      const nominals = plan.policy.before.map((_, index) => nominalBefore(scene, index));
      for (const { kind, moment } of planReminders(plan)) {
        const at = moment.epochMilliseconds;
        expect(at).toBeGreaterThanOrEqual(scene.from);
        if (kind === "before") expect(nominals.some((nominal) => nominal <= at)).toBe(true);
        if (kind === "due" || kind === "overdue") expect(at).toBeGreaterThanOrEqual(scene.due);
        const longOverdue = scene.due + plan.settings.escalation.sponsorAfterDays * day;
        if (kind === "sponsor") expect(at).toBeGreaterThanOrEqual(longOverdue);
      }
    });
  },

  "plans nothing twice, earliest first, and one daily reminder at a time": (runs) => {
    check(runs, (plan) => {
      const reminders = planReminders(plan);
      const keys = reminders.map(({ kind, moment }) => `${kind} ${moment.toString()}`);
      expect(new Set(keys).size).toBe(keys.length);
      const moments = reminders.map(({ moment }) => moment.epochMilliseconds);
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      for (const kind of ["due", "overdue", "sponsor"]) {
        expect(reminders.filter((reminder) => reminder.kind === kind).length).toBeLessThanOrEqual(1);
      }
    });
  },

  "leaves out no day while an item is overdue": (runs) => {
    check(runs, (plan) => {
      const after = plan.due;
      const upTo = after.add({ hours: 24 * 12 });
      const found = overdueMoments(after, upTo, plan).map(String);
      const clock = clockOf(plan.timeZone);
      const walked = digestsBetween(clock, plan.settings, after.epochMilliseconds, upTo.epochMilliseconds);
      expect(found).toEqual(walked.filter((at) => at > after.epochMilliseconds).map(iso));
    });
  },

  "wakes a snoozed item at the end of the snooze or at the next digest": (runs) => {
    check(runs, (plan) => {
      const at = plan.due.epochMilliseconds;
      const clock = clockOf(plan.timeZone);
      const free = plan.policy.ignoresQuietHours || mayPostAt(clock.wallAt(at), plan.settings);
      const expected = free ? at : digestsBetween(clock, plan.settings, at, at + 16 * day)[0];
      expect(snoozedMoment(plan.due, plan.policy, plan).epochMilliseconds).toBe(expected);
    });
  },

  "reckons dues as a calendar and a watch do": (runs) => {
    const input = zoneArbitrary.chain((timeZone) =>
      fc.record({ timeZone: fc.constant(timeZone), cutover: momentIn(timeZone), amount: fc.nat(60) }),
    );
    fc.assert(
      fc.property(input, ({ timeZone, cutover, amount }) => {
        const at = cutover.epochMilliseconds;
        const clock = clockOf(timeZone);
        const wall = clock.wallAt(at);
        const due = (duration: string) => iso(dueMoment(cutover, timeZone, duration).epochMilliseconds);
        expect(due(`PT${amount}H`)).toBe(iso(at + amount * hour));
        expect(due(`P${amount}D`)).toBe(iso(amount === 0 ? at : clock.momentOf(wall + amount * day)));
        const months = 1 + (amount % 12);
        expect(due(`P${months}M`)).toBe(iso(clock.momentOf(addMonths(wall, months))));
      }),
      { numRuns: runs },
    );
  },
};

function check(runs: number, holds: (plan: ReminderPlan) => void): void {
  fc.assert(fc.property(planArbitrary, holds), { numRuns: runs });
}

function planned(plan: ReminderPlan): string[] {
  return planReminders(plan)
    .map(({ kind, moment }) => `${kind} ${iso(moment.epochMilliseconds)}`)
    .toSorted();
}

function iso(moment: number): string {
  return Temporal.Instant.fromEpochMilliseconds(moment).toString();
}

/** The same day of a later month, or its last day where there is none. */
function addMonths(wall: number, months: number): number {
  const date = new Date(wall);
  const firstOfMonth = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const nextMonth = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 1);
  const lastDay = Math.round((nextMonth - firstOfMonth) / day);
  const sameDay = Math.min(date.getUTCDate(), lastDay);
  return firstOfMonth + (sameDay - 1) * day + (wall % day);
}
