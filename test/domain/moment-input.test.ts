import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { parseMoment } from "../../src/domain/moment-input.ts";
import { momentIn, zoneArbitrary } from "../support/arbitraries.ts";
import { at, berlin, local } from "./examples.ts";

/** Read on Monday, 2 March 2026, 11:00 in Berlin; a date alone means 17:00. */
function read(text: string): string {
  const result = parseMoment(text, { now: at("2026-03-02T11:00"), timeZone: berlin, dateOnlyAt: "17:00" });
  return result.ok ? local(result.moment) : result.problem;
}

describe("a moment is read", () => {
  test.each([
    ["2026-03-09", "Mon 2026-03-09 17:00"],
    ["2026-3-9", "Mon 2026-03-09 17:00"],
    ["2026-03-09 14:00", "Mon 2026-03-09 14:00"],
    ["2026-03-09T14:00", "Mon 2026-03-09 14:00"],
    ["2026–03–09 at 2pm", "Mon 2026-03-09 14:00"],
    ["today", "Mon 2026-03-02 17:00"],
    ["14:00", "Mon 2026-03-02 14:00"],
    ["tomorrow", "Tue 2026-03-03 17:00"],
    ["Tomorrow, 9am", "Tue 2026-03-03 09:00"],
    ["tomorrow 12am", "Tue 2026-03-03 00:00"],
    ["tomorrow 12pm", "Tue 2026-03-03 12:00"],
    ["friday", "Fri 2026-03-06 17:00"],
    ["on fri 9:30", "Fri 2026-03-06 09:30"],
    ["next friday at 14:00", "Fri 2026-03-06 14:00"],
    ["monday", "Mon 2026-03-09 17:00"],
    ["in 3 days", "Thu 2026-03-05 11:00"],
    ["+3d", "Thu 2026-03-05 11:00"],
    ["in 2 weeks", "Mon 2026-03-16 11:00"],
    ["1 month", "Thu 2026-04-02 11:00"],
    ["an hour", "Mon 2026-03-02 12:00"],
    ["+90min", "Mon 2026-03-02 12:30"],
    ["  IN   4  HOURS ", "Mon 2026-03-02 15:00"],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("a time of day that the clocks skip moves on with them", () => {
    expect(read("2026-03-29 02:30")).toBe("Sun 2026-03-29 03:30");
  });
  test("days keep the time of day over a change of the clocks, hours do not", () => {
    expect(read("in 28 days")).toBe("Mon 2026-03-30 11:00");
    expect(read("in 672 hours")).toBe("Mon 2026-03-30 12:00");
  });
});

describe("what is no moment ahead gets a sentence", () => {
  test.each([
    ["2026-02-30", "2026-02-30 is not a day in the calendar"],
    ["2026-13-01", "2026-13-01 is not a day in the calendar"],
    ["2025-03-09", "“2025-03-09” is in the past (Europe/Berlin)"],
    ["9:00", "“9:00” is in the past"],
    ["in 0 days", "is in the past"],
    ["2036-01-01", "is more than five years away"],
    ["in 9999 months", "is more than five years away"],
    ["25:00", "“25:00” is not a time of day"],
    ["tomorrow 13pm", "“13pm” is not a time of day"],
    ["tomorrow 14:75", "“14:75” is not a time of day"],
    ["whenever", "I do not understand “whenever” as a moment"],
    ["09.03.2026", "I do not understand"],
    ["mo", "I do not understand"],
    ["", "Say when, for example 2026-03-09"],
    ["غدا", "I do not understand"],
    ["🎉", "I do not understand"],
  ])("%j", (text, expected) => {
    expect(read(text)).toContain(expected);
  });

  test("ten thousand characters are quoted in short", () => {
    expect(read("x".repeat(10_000)).length).toBeLessThan(250);
  });
});

test("whatever is typed, the answer is a moment ahead or a sentence", () => {
  const words = fc.constantFrom(
    "in",
    "3",
    "days",
    "friday",
    "9am",
    "2026-03-09",
    "14:00",
    "+",
    "at",
    "next",
    "99999",
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words).map((list) => list.join(" ")),
  );
  fc.assert(
    fc.property(
      text,
      zoneArbitrary.chain((zone) => fc.tuple(fc.constant(zone), momentIn(zone))),
      (typed, [timeZone, now]) => {
        const result = parseMoment(typed, { now, timeZone, dateOnlyAt: "17:00" });
        if (result.ok) expect(Temporal.Instant.compare(result.moment, now)).toBe(1);
        else expect(result.problem).toMatch(/\.$/);
      },
    ),
    { numRuns: 500 },
  );
});
