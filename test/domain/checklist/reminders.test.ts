import type { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  daysOverdue,
  isLate,
  nextOverdue,
  overdueMoments,
  ownerIsInformed,
  planReminders,
  type ReminderPlan,
  snoozedMoment,
  sponsorIsInformed,
} from "../../../src/domain/checklist/reminders.ts";
import { at, berlin, dayPolicy, local, monthPolicy, settings, weekPolicy } from "../examples.ts";

const office = { settings, timeZone: berlin };

/** The plan in words: `before Fri 2026-03-06 09:00`, earliest first. */
function plan(due: Temporal.Instant, different: Partial<ReminderPlan>): string[] {
  const from = at("2026-01-01T00:00");
  const reminders = planReminders({ due, policy: weekPolicy, from, ...office, ...different });
  return reminders.map(({ kind, moment }) => `${kind} ${local(moment)}`);
}

describe("the 24-hour phase", () => {
  test("is reminded four hours before and at due to the minute, even at night and on a Sunday", () => {
    expect(plan(at("2026-03-08T02:30"), { policy: dayPolicy })).toEqual([
      "before Sat 2026-03-07 22:30",
      "due Sun 2026-03-08 02:30",
      "overdue Mon 2026-03-09 09:00",
      "sponsor Wed 2026-03-11 09:00",
    ]);
  });
  test("reckons the four hours by the watch when the clocks change in between", () => {
    expect(plan(at("2026-03-29T04:00"), { policy: dayPolicy })[0]).toBe("before Sat 2026-03-28 23:00");
    expect(plan(at("2026-10-25T04:00"), { policy: dayPolicy })[0]).toBe("before Sun 2026-10-25 01:00");
  });
});

describe("the other phases", () => {
  test("are reminded a working day before and at due, at the digest if the due lies in quiet hours", () => {
    expect(plan(at("2026-03-09T02:30"), {})).toEqual([
      "before Fri 2026-03-06 09:00",
      "due Mon 2026-03-09 09:00",
      "overdue Tue 2026-03-10 09:00",
      "sponsor Thu 2026-03-12 09:00",
    ]);
  });
  test("are reminded at due to the minute within working time, and then at the next digest", () => {
    expect(plan(at("2026-03-05T14:20"), {})).toEqual([
      "before Wed 2026-03-04 09:00",
      "due Thu 2026-03-05 14:20",
      "overdue Fri 2026-03-06 09:00",
      "sponsor Mon 2026-03-09 09:00",
    ]);
  });
  test("of a month are reminded three working days before", () => {
    expect(plan(at("2026-04-02T02:30"), { policy: monthPolicy })[0]).toBe("before Mon 2026-03-30 09:00");
    expect(plan(at("2026-03-31T02:30"), { policy: monthPolicy })[0]).toBe("before Thu 2026-03-26 09:00");
  });
  test("wait for Monday when they fall due on a weekend", () => {
    expect(plan(at("2026-03-07T12:00"), {}).slice(0, 2)).toEqual([
      "before Fri 2026-03-06 09:00",
      "due Mon 2026-03-09 09:00",
    ]);
  });
  test("are never reminded earlier than the span before: what is not allowed waits for the digest", () => {
    const policy = { ...weekPolicy, before: [{ kind: "span" as const, duration: "PT12H" }] };
    expect(plan(at("2026-03-04T11:00"), { policy })[0]).toBe("before Wed 2026-03-04 09:00");
  });
  test("drop a reminder before that would meet the one at due or come after it", () => {
    const policy = { ...weekPolicy, before: [{ kind: "span" as const, duration: "PT4H" }] };
    expect(plan(at("2026-03-04T08:30"), { policy })[0]).toBe("due Wed 2026-03-04 08:30");
    expect(plan(at("2026-03-04T02:30"), { policy })[0]).toBe("due Wed 2026-03-04 09:00");
  });
  test("make one reminder of two rules that meet", () => {
    const policy = {
      ...weekPolicy,
      before: [
        { kind: "working_days" as const, count: 1 },
        { kind: "span" as const, duration: "P2D" },
        { kind: "span" as const, duration: "P3D" },
      ],
    };
    expect(plan(at("2026-03-09T02:30"), { policy }).filter((line) => line.startsWith("before"))).toEqual([
      "before Fri 2026-03-06 09:00",
    ]);
  });
});

describe("planned from a later moment on", () => {
  test("what has passed is left out", () => {
    const due = at("2026-03-09T02:30");
    expect(plan(due, { from: at("2026-03-06T09:00") })[0]).toBe("before Fri 2026-03-06 09:00");
    expect(plan(due, { from: at("2026-03-06T09:01") })[0]).toBe("due Mon 2026-03-09 09:00");
  });
  test("after the due there is the daily reminder from the next digest on, and the sponsor's", () => {
    expect(plan(at("2026-03-09T02:30"), { from: at("2026-03-09T08:45") })).toEqual([
      "overdue Mon 2026-03-09 09:00",
      "sponsor Thu 2026-03-12 09:00",
    ]);
  });
  test("at the very moment of a digest, that digest is the first", () => {
    expect(plan(at("2026-03-09T02:30"), { from: at("2026-03-10T09:00") })[0]).toBe(
      "overdue Tue 2026-03-10 09:00",
    );
  });
  test("after the sponsor's moment there is the daily reminder alone", () => {
    expect(plan(at("2026-03-09T02:30"), { from: at("2026-03-20T12:00") })).toEqual([
      "overdue Mon 2026-03-23 09:00",
    ]);
  });
  test("a sponsor who was told is not told again", () => {
    expect(plan(at("2026-03-09T02:30"), { sponsorTold: true }).join()).not.toContain("sponsor");
  });
});

describe("a policy", () => {
  test("that never speaks of overdue items tells the sponsor nothing either", () => {
    expect(plan(at("2026-03-05T14:20"), { policy: { ...weekPolicy, overdue: "never" } })).toEqual([
      "before Wed 2026-03-04 09:00",
      "due Thu 2026-03-05 14:20",
    ]);
  });
  test("without a reminder at due finds the item overdue at the very next digest", () => {
    expect(plan(at("2026-03-09T02:30"), { policy: { ...weekPolicy, atDue: false } })[1]).toBe(
      "overdue Mon 2026-03-09 09:00",
    );
  });
});

describe("while an item is overdue", () => {
  test("each daily reminder is followed by that of the next working day", () => {
    expect(local(nextOverdue(at("2026-03-05T09:00"), office))).toBe("Fri 2026-03-06 09:00");
    expect(local(nextOverdue(at("2026-03-06T09:00"), office))).toBe("Mon 2026-03-09 09:00");
  });
  test("an absence of ten days has missed every digest in between, each once", () => {
    const missed = overdueMoments(at("2026-03-05T09:00"), at("2026-03-16T09:00"), office);
    expect(missed.map((moment) => local(moment).slice(0, 14))).toEqual([
      "Fri 2026-03-06",
      "Mon 2026-03-09",
      "Tue 2026-03-10",
      "Wed 2026-03-11",
      "Thu 2026-03-12",
      "Fri 2026-03-13",
      "Mon 2026-03-16",
    ]);
  });
  test("no time of absence has missed nothing", () => {
    expect(overdueMoments(at("2026-03-05T09:00"), at("2026-03-05T09:00"), office)).toEqual([]);
  });
  test("days are counted in full 24 hours", () => {
    const due = at("2026-03-28T12:00");
    expect(daysOverdue(due, at("2026-03-27T12:00"))).toBe(0);
    expect(daysOverdue(due, at("2026-03-29T12:59"))).toBe(0);
    expect(daysOverdue(due, at("2026-03-29T13:00"))).toBe(1);
  });
  test("the owner is named after one day and the sponsor is told after three", () => {
    const due = at("2026-03-02T09:00");
    expect(ownerIsInformed(due, settings, at("2026-03-03T08:59"))).toBe(false);
    expect(ownerIsInformed(due, settings, at("2026-03-03T09:00"))).toBe(true);
    expect(sponsorIsInformed(due, settings, at("2026-03-05T08:59"))).toBe(false);
    expect(sponsorIsInformed(due, settings, at("2026-03-05T09:00"))).toBe(true);
  });
  test("the sponsor is told at the first digest that finds the item overdue for three full days", () => {
    expect(plan(at("2026-03-02T09:00"), {}).at(-1)).toBe("sponsor Thu 2026-03-05 09:00");
    expect(plan(at("2026-03-02T09:01"), {}).at(-1)).toBe("sponsor Fri 2026-03-06 09:00");
  });
});

test("a snoozed item comes back at the end of the snooze, or at the digest after a quiet one", () => {
  const noon = at("2026-03-04T12:00");
  const night = at("2026-03-06T22:00");
  expect(snoozedMoment(noon, weekPolicy, office)).toEqual(noon);
  expect(local(snoozedMoment(night, weekPolicy, office))).toBe("Mon 2026-03-09 09:00");
  expect(snoozedMoment(night, dayPolicy, office)).toEqual(night);
});

test("a reminder is late when it comes more than ten minutes after its moment", () => {
  const moment = at("2026-03-04T09:00");
  expect(isLate(moment, at("2026-03-04T09:10"))).toBe(false);
  expect(isLate(moment, at("2026-03-04T09:10:01"))).toBe(true);
  expect(isLate(moment, at("2026-03-04T08:59"))).toBe(false);
});

describe("on the days on which the clocks change", () => {
  const everyDay = { ...settings, workingDays: [1, 2, 3, 4, 5, 6, 7] };
  test("a due that spring skips is reminded of an hour later, once", () => {
    const due = at("2026-03-29T02:30");
    const reminders = plan(due, { policy: dayPolicy });
    expect(reminders.filter((line) => line.startsWith("due"))).toEqual(["due Sun 2026-03-29 03:30"]);
  });
  test("a due at the second 02:30 of autumn has its own reminder, and the digest at nine is the next", () => {
    const due = at("2026-10-25T02:30+01:00");
    const [before, atDue, overdue] = planReminders({
      due,
      policy: dayPolicy,
      settings: everyDay,
      timeZone: berlin,
      from: at("2026-10-20T00:00"),
    });
    expect(before?.moment.toString()).toBe("2026-10-24T21:30:00Z");
    expect(atDue?.moment.toString()).toBe("2026-10-25T01:30:00Z");
    expect(overdue?.moment.toString()).toBe("2026-10-25T08:00:00Z");
  });
  test("on Lord Howe Island, where they change by half an hour", () => {
    const zone = "Australia/Lord_Howe";
    const reminders = planReminders({
      due: at("2026-10-05T02:15", zone),
      policy: { ...weekPolicy, before: [{ kind: "span", duration: "P1D" }] },
      settings: { ...everyDay, digestTime: "02:15", quiet: { from: "20:00", to: "02:00" } },
      timeZone: zone,
      from: at("2026-09-01T00:00", zone),
    });
    expect(local(reminders[0]?.moment ?? at("2026-01-01T00:00"), zone)).toBe("Sun 2026-10-04 02:45");
  });
});
