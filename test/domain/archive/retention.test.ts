import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  compareRetention,
  isExpired,
  laterOf,
  mayBeDisposedOf,
  retainUntil,
  retentionWords,
} from "../../../src/domain/archive/retention.ts";

const instant = (text: string) => Temporal.Instant.from(text);
const until = (stored: string, retention: string) => retainUntil(instant(stored), retention).toString();

describe("retention", () => {
  test.each([
    ["2026-02-12T09:30:00Z", "P7Y", "2033-02-12"],
    ["2026-02-12T09:30:00Z", "P2Y", "2028-02-12"],
    ["2028-02-29T00:00:00Z", "P4Y", "2032-02-29"],
    ["2028-02-29T23:59:59Z", "P7Y", "2035-03-01"],
    ["2027-02-28T12:00:00Z", "P1Y", "2028-02-28"],
    ["2026-01-31T12:00:00Z", "P1M", "2026-03-01"],
    ["2096-02-29T12:00:00Z", "P4Y", "2100-03-01"],
    // The day is UTC's, wherever people are.
    ["2026-12-31T23:30:00-05:00", "P7Y", "2034-01-01"],
    ["2026-01-01T00:00:00Z", "PT1H", "2026-01-02"],
    ["2026-01-01T00:00:00Z", "P1W", "2026-01-08"],
    ["2026-02-12T09:30:00Z", "indefinite", "indefinite"],
  ])("stored at %s for %s is kept through %s", (stored, retention, expected) => {
    expect(until(stored, retention)).toBe(expected);
  });

  test("lasts to the end of its last day in UTC, and not a moment less", () => {
    const last = retainUntil(instant("2026-02-12T09:30:00Z"), "P7Y");
    expect(isExpired(last, instant("2033-02-12T23:59:59.999999999Z"))).toBe(false);
    expect(isExpired(last, instant("2033-02-13T00:00:00Z"))).toBe(true);
  });

  test("that is indefinite never expires", () => {
    expect(isExpired("indefinite", instant("9999-01-01T00:00:00Z"))).toBe(false);
  });

  test("never allows disposal while a hold is on, however long ago it expired", () => {
    const retained = Temporal.PlainDate.from("2028-01-01");
    const late = instant("2099-01-01T00:00:00Z");
    expect(mayBeDisposedOf({ retainUntil: retained, hold: true }, late)).toBe(false);
    expect(mayBeDisposedOf({ retainUntil: retained, hold: false }, late)).toBe(true);
    expect(mayBeDisposedOf({ retainUntil: "indefinite", hold: false }, late)).toBe(false);
  });

  test("of years lands on the same month and day, or on 1 March where a year has no 29 February", () => {
    const moments = fc.integer({ min: 0, max: 4_102_444_800 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 99 }), (second, years) => {
        const stored = new Date(second * 1_000);
        const [year, month, day] = [
          stored.getUTCFullYear() + years,
          stored.getUTCMonth(),
          stored.getUTCDate(),
        ];
        // The oracle overflows as JavaScript's dates do: 29 February of a common year is 1 March.
        const expected = new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
        const moment = Temporal.Instant.fromEpochMilliseconds(second * 1_000);
        expect(retainUntil(moment, `P${years}Y`).toString()).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test("of every 29 February and its neighbours is never shorter than the years promised", () => {
    for (let year = 1972; year < 2120; year += 1) {
      for (const day of ["02-28", "02-29", "03-01"]) {
        if (day === "02-29" && !Temporal.PlainDate.from(`${year}-01-01`).inLeapYear) continue;
        const stored = Temporal.PlainDate.from(`${year}-${day}`);
        const end = retainUntil(instant(`${year}-${day}T12:00:00Z`), "P7Y");
        if (end === "indefinite") throw new Error("7 years are not for ever");
        expect(Temporal.PlainDate.compare(end, stored.add({ years: 7 }))).toBeGreaterThanOrEqual(0);
        expect(end.since(stored.add({ years: 7 })).days).toBeLessThanOrEqual(1);
      }
    }
  });

  test("classes are ordered by how long they keep", () => {
    const sorted = ["indefinite", "P2Y", "P7Y", "P18M", "P30D"].toSorted(compareRetention);
    expect(sorted).toEqual(["P30D", "P18M", "P2Y", "P7Y", "indefinite"]);
    expect(compareRetention("P12M", "P1Y")).toBe(0);
  });

  test("takes the later of two days", () => {
    const [early, late] = [Temporal.PlainDate.from("2028-01-01"), Temporal.PlainDate.from("2033-01-01")];
    expect(laterOf(early, late)).toBe(late);
    expect(laterOf(late, early)).toBe(late);
    expect(laterOf(early, "indefinite")).toBe("indefinite");
  });

  test("is told to people in words", () => {
    expect(["P7Y", "P1Y6M", "PT1H", "indefinite"].map(retentionWords)).toEqual([
      "7 years",
      "1 year, 6 months",
      "1 hour",
      "indefinitely",
    ]);
  });
});
