import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  allowedFrom,
  digestOn,
  digestWorkingDaysBefore,
  isAllowed,
  nextDigest,
} from "../../../src/domain/checklist/working-time.ts";
import { at, berlin, local, settings } from "../examples.ts";

const office = { settings, timeZone: berlin };

/** The office's hours with something different, possibly elsewhere. */
function hours(different: Partial<typeof settings>, timeZone = berlin) {
  return { settings: { ...settings, ...different }, timeZone };
}

describe("reminders are allowed", () => {
  test("on a working day between the quiet hours, to the minute", () => {
    expect(isAllowed(at("2026-03-02T07:59:59"), office)).toBe(false);
    expect(isAllowed(at("2026-03-02T08:00"), office)).toBe(true);
    expect(isAllowed(at("2026-03-02T17:59:59"), office)).toBe(true);
    expect(isAllowed(at("2026-03-02T18:00"), office)).toBe(false);
  });
  test("never on a day off", () => {
    expect(isAllowed(at("2026-03-07T12:00"), office)).toBe(false);
    expect(isAllowed(at("2026-03-08T12:00"), office)).toBe(false);
  });
  test("around midnight when the quiet hours lie within the day", () => {
    const nightOwls = hours({ digestTime: "22:00", quiet: { from: "10:00", to: "20:00" } });
    expect(isAllowed(at("2026-03-02T09:59"), nightOwls)).toBe(true);
    expect(isAllowed(at("2026-03-02T10:00"), nightOwls)).toBe(false);
    expect(isAllowed(at("2026-03-02T20:00"), nightOwls)).toBe(true);
  });
  test("at any time of a working day without quiet hours", () => {
    const always = hours({ quiet: { from: "00:00", to: "00:00" } });
    expect(isAllowed(at("2026-03-02T00:00"), always)).toBe(true);
    expect(isAllowed(at("2026-03-02T23:59"), always)).toBe(true);
  });
  test("by the clocks of the closeout's zone, whatever day it is elsewhere", () => {
    const sundayEveningInUtc = Temporal.Instant.from("2026-03-01T22:00Z");
    expect(isAllowed(sundayEveningInUtc, office)).toBe(false);
    expect(isAllowed(sundayEveningInUtc, { settings, timeZone: "Pacific/Chatham" })).toBe(true);
  });
});

describe("the next digest", () => {
  test("is today's while it is still to come, else tomorrow's", () => {
    expect(local(nextDigest(at("2026-03-02T08:59"), office, "after"))).toBe("Mon 2026-03-02 09:00");
    expect(local(nextDigest(at("2026-03-02T09:01"), office, "after"))).toBe("Tue 2026-03-03 09:00");
  });
  test("counts the very moment only when asked to", () => {
    expect(local(nextDigest(at("2026-03-02T09:00"), office, "at_or_after"))).toBe("Mon 2026-03-02 09:00");
    expect(local(nextDigest(at("2026-03-02T09:00"), office, "after"))).toBe("Tue 2026-03-03 09:00");
  });
  test("leaps over the weekend", () => {
    expect(local(nextDigest(at("2026-03-06T09:00"), office, "after"))).toBe("Mon 2026-03-09 09:00");
  });
  test("keeps its time of day when the clocks change", () => {
    expect(nextDigest(at("2026-03-27T12:00"), office, "after").toString()).toBe("2026-03-30T07:00:00Z");
    expect(nextDigest(at("2026-10-23T12:00"), office, "after").toString()).toBe("2026-10-26T08:00:00Z");
  });
  test("moves on with the clocks when they skip its time", () => {
    const sundays = hours({ digestTime: "02:30", quiet: { from: "18:00", to: "02:00" }, workingDays: [7] });
    expect(local(nextDigest(at("2026-03-28T12:00"), sundays, "after"))).toBe("Sun 2026-03-29 03:30");
  });
  test("is left out for the day on which it would move into the quiet hours", () => {
    const sundays = hours({ digestTime: "02:30", quiet: { from: "03:00", to: "02:00" }, workingDays: [7] });
    expect(local(nextDigest(at("2026-03-28T12:00"), sundays, "after"))).toBe("Sun 2026-04-05 02:30");
  });
  test("comes once, at the first, when its time comes twice", () => {
    const always = hours({ digestTime: "02:30", quiet: { from: "18:00", to: "02:00" }, workingDays: [1, 7] });
    const first = nextDigest(at("2026-10-25T01:00"), always, "after");
    expect(first.toString()).toBe("2026-10-25T00:30:00Z");
    expect(local(nextDigest(first, always, "after"))).toBe("Mon 2026-10-26 02:30");
    expect(local(nextDigest(at("2026-10-25T02:10+01:00"), always, "after"))).toBe("Mon 2026-10-26 02:30");
  });
  test("does not exist on a day that the zone leaves out, and such a day is no working day", () => {
    const samoa = hours({ workingDays: [1, 2, 3, 4, 5, 6, 7] }, "Pacific/Apia");
    const left = Temporal.PlainDate.from("2011-12-30");
    expect(digestOn(left, samoa)).toBeUndefined();
    const twoBefore = digestWorkingDaysBefore(left.add({ days: 2 }), 2, samoa);
    expect(local(twoBefore, "Pacific/Apia")).toBe("Thu 2011-12-29 09:00");
  });
  test("is refused loudly when no settings could ever allow one", () => {
    expect(() => nextDigest(at("2026-03-02T09:00"), hours({ workingDays: [] }), "after")).toThrow(RangeError);
  });
});

test("working days are counted back without weekends and without the day itself", () => {
  const monday = Temporal.PlainDate.from("2026-03-09");
  expect(local(digestWorkingDaysBefore(monday, 1, office))).toBe("Fri 2026-03-06 09:00");
  expect(local(digestWorkingDaysBefore(monday, 6, office))).toBe("Fri 2026-02-27 09:00");
  expect(local(digestWorkingDaysBefore(monday.subtract({ days: 1 }), 1, office))).toBe(
    "Fri 2026-03-06 09:00",
  );
});

test("what is not allowed waits for the next digest; what is allowed does not wait", () => {
  expect(local(allowedFrom(at("2026-03-02T02:30"), office))).toBe("Mon 2026-03-02 09:00");
  expect(local(allowedFrom(at("2026-03-06T19:00"), office))).toBe("Mon 2026-03-09 09:00");
  expect(local(allowedFrom(at("2026-03-02T08:30"), office))).toBe("Mon 2026-03-02 08:30");
});
