import { assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ago,
  aheadLabel,
  dayLabel,
  formatDateTokens,
  localMoment,
  momentOf,
} from "../../../sandbox/page/client/time.ts";

const berlin = "Europe/Berlin";
const now = Date.parse("2026-03-02T10:00:00Z");
const cutover = Date.parse("2026-03-02T01:30:00Z") / 1000;

describe("dates in messages", () => {
  it.each([
    ["{date_num} {time}", "2026-03-02 02:30"],
    ["{date}", "March 2nd, 2026"],
    ["{date_short}", "Mar 2, 2026"],
    ["{date_long}", "Monday, March 2nd, 2026"],
    ["{date_pretty} at {time_secs}", "today at 02:30:00"],
    ["{ago}", "9 hours ago"],
  ])("fills %s", (tokens, expected) => {
    expect(formatDateTokens(cutover, tokens, now, berlin)).toBe(expected);
  });

  it("shows each reader their own zone and clock", () => {
    expect(formatDateTokens(cutover, "{date_short} {time}", now, "America/New_York")).toBe(
      "Mar 1, 2026 8:30 PM",
    );
    expect(formatDateTokens(cutover, "{date_pretty} {time}", now, "Asia/Singapore")).toBe("today 09:30");
    expect(formatDateTokens(cutover, "{date_pretty}", now, "America/New_York")).toBe("yesterday");
  });

  it("moves on with sandbox time", () => {
    const day = 86_400_000;
    const pretty = (at: number) => formatDateTokens(cutover, "{date_short_pretty}", at, berlin);
    expect([now - day, now, now + day, now + 2 * day].map(pretty)).toEqual([
      "tomorrow",
      "today",
      "yesterday",
      "Mar 2, 2026",
    ]);
  });

  it("knows tomorrow on the days that have 23 or 25 hours", () => {
    for (const day of ["2026-03-29", "2026-10-25"]) {
      const late = Date.parse(`${day}T20:00:00Z`);
      const next = (Date.parse(`${day}T12:00:00Z`) + 86_400_000) / 1000;
      expect(formatDateTokens(next, "{date_pretty}", late, berlin)).toBe("tomorrow");
    }
  });

  it("leaves an unknown token to the fallback", () => {
    expect(formatDateTokens(cutover, "{date} {century}", now, berlin)).toBeUndefined();
    expect(formatDateTokens(cutover, "", now, berlin)).toBeUndefined();
  });
});

describe("labels of time", () => {
  it("names days by their distance", () => {
    const at = (text: string) => dayLabel(Date.parse(text), now, berlin);
    expect(at("2026-03-02T06:00:00Z")).toBe("Today");
    expect(at("2026-03-01T22:59:00Z")).toBe("Yesterday");
    expect(at("2026-02-11T12:00:00Z")).toBe("Wednesday, February 11th");
    expect(at("2025-12-31T12:00:00Z")).toBe("Wednesday, December 31st, 2025");
  });

  it("says how far the sandbox is ahead", () => {
    expect(aheadLabel(0)).toBe("");
    expect(aheadLabel(90 * 60_000)).toBe("1 h 30 min");
    expect(aheadLabel(26 * 3_600_000)).toBe("1 d 2 h");
  });

  it("says how long ago", () => {
    expect(ago(now - 1000, now)).toBe("just now");
    expect(ago(now + 3_600_000, now)).toBe("in 1 hour");
  });
});

describe("moments typed in a zone", () => {
  it("come back as they were typed, unless the clocks skip them", () => {
    const zones = constantFrom(berlin, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC");
    assert(
      property(integer({ min: 1_600_000_000, max: 2_000_000_000 }), zones, (seconds, zone) => {
        const local = localMoment(seconds, zone);
        const moment = momentOf(local, zone);
        expect(moment).toBeDefined();
        expect(localMoment(moment ?? 0, zone)).toBe(local);
        expect(Math.abs((moment ?? 0) - seconds)).toBeLessThan(2 * 3600);
      }),
    );
  });

  it("take the first of an hour that comes twice, and follow a gap", () => {
    expect(momentOf("2026-10-25T02:30", berlin)).toBe(Date.parse("2026-10-25T00:30:00Z") / 1000);
    expect(momentOf("2026-03-29T02:30", berlin)).toBe(Date.parse("2026-03-29T01:30:00Z") / 1000);
    expect(momentOf("nonsense", berlin)).toBeUndefined();
  });
});
