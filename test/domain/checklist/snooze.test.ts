import { expect, test } from "vitest";
import { parseSnooze, type SnoozeChoice, snoozeUntil } from "../../../src/domain/checklist/snooze.ts";
import { at, berlin, local, settings } from "../examples.ts";

function until(choice: SnoozeChoice, now = "2026-03-06T16:00"): string {
  const read = snoozeUntil(choice, { now: at(now), timeZone: berlin, settings });
  return read.ok ? local(read.moment) : read.problem;
}

function typed(text: string): string {
  const read = parseSnooze(text, { now: at("2026-03-06T16:00"), timeZone: berlin, settings });
  return read.ok ? local(read.moment) : read.problem;
}

test("an hour is an hour by the watch, also in the night on which the clocks change", () => {
  expect(until({ kind: "1h" })).toBe("Fri 2026-03-06 17:00");
  expect(until({ kind: "1h" }, "2026-03-29T01:30")).toBe("Sun 2026-03-29 03:30");
});

test("tomorrow is tomorrow's digest time, also on a Saturday", () => {
  expect(until({ kind: "tomorrow" })).toBe("Sat 2026-03-07 09:00");
});

test("the next working day leaps over the weekend, and is never today", () => {
  expect(until({ kind: "next-working-day" })).toBe("Mon 2026-03-09 09:00");
  expect(until({ kind: "next-working-day" }, "2026-03-02T07:00")).toBe("Tue 2026-03-03 09:00");
});

test("a date is that day's digest time", () => {
  expect(until({ kind: "date", date: "2026-03-20" })).toBe("Fri 2026-03-20 09:00");
});

test("a date that has passed, or today after the digest, is refused", () => {
  expect(until({ kind: "date", date: "2026-03-05" })).toContain("is in the past");
  expect(until({ kind: "date", date: "2026-03-06" })).toContain("is in the past");
});

test("a typed snooze reads as the ready choices and as any moment", () => {
  expect(typed("1h")).toBe("Fri 2026-03-06 17:00");
  expect(typed("Tomorrow")).toBe("Sat 2026-03-07 09:00");
  expect(typed("next working day")).toBe("Mon 2026-03-09 09:00");
  expect(typed("next-working-day")).toBe("Mon 2026-03-09 09:00");
  expect(typed("monday 14:00")).toBe("Mon 2026-03-09 14:00");
  expect(typed("a while")).toContain("I do not understand “a while”");
});
