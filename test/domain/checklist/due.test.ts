import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { dueMoment } from "../../../src/domain/checklist/due.ts";

/** The due of a cutover, both as local time in the zone. */
function due(cutover: string, timeZone: string, duration: string): string {
  const moment = Temporal.ZonedDateTime.from(`${cutover}[${timeZone}]`).toInstant();
  return dueMoment(moment, timeZone, duration)
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: "never", smallestUnit: "minute" });
}

describe("hours are elapsed time", () => {
  test("24 hours later is the same time of day on an ordinary day", () => {
    expect(due("2026-03-02T02:30", "Europe/Berlin", "PT24H")).toBe("2026-03-03T02:30+01:00");
  });
  test("over the night of spring it is an hour later by the clock", () => {
    expect(due("2026-03-28T12:00", "Europe/Berlin", "PT24H")).toBe("2026-03-29T13:00+02:00");
  });
  test("over the night of autumn it is an hour earlier by the clock", () => {
    expect(due("2026-10-24T12:00", "Europe/Berlin", "PT24H")).toBe("2026-10-25T11:00+01:00");
  });
  test("on Lord Howe Island the clocks change by half an hour", () => {
    expect(due("2026-10-03T12:00", "Australia/Lord_Howe", "PT24H")).toBe("2026-10-04T12:30+11:00");
  });
});

describe("days, weeks and months are calendar time", () => {
  test("a week over the night of spring keeps the time of day", () => {
    expect(due("2026-03-25T09:00", "Europe/Berlin", "P7D")).toBe("2026-04-01T09:00+02:00");
  });
  test("a month is the same day of the next month", () => {
    expect(due("2026-03-02T02:30", "Europe/Berlin", "P1M")).toBe("2026-04-02T02:30+02:00");
  });
  test("a month after the 31st is the last day of a shorter month", () => {
    expect(due("2026-01-31T10:00", "Asia/Kathmandu", "P1M")).toBe("2026-02-28T10:00+05:45");
    expect(due("2028-01-31T10:00", "Asia/Kathmandu", "P1M")).toBe("2028-02-29T10:00+05:45");
  });
  test("02:30 on the day on which the clocks skip it becomes 03:30", () => {
    expect(due("2026-03-22T02:30", "Europe/Berlin", "P7D")).toBe("2026-03-29T03:30+02:00");
  });
  test("02:30 on the day on which it comes twice is the first", () => {
    expect(due("2026-10-18T02:30", "Europe/Berlin", "P7D")).toBe("2026-10-25T02:30+02:00");
  });
  test("a day that Samoa left out is due on the next", () => {
    expect(due("2011-12-23T10:00", "Pacific/Apia", "P7D")).toBe("2011-12-31T10:00+14:00");
  });
});

describe("a cutover at 02:30 on a day of change", () => {
  test("in spring, where 02:30 does not exist, a week later is 03:30", () => {
    expect(due("2026-03-29T02:30", "Europe/Berlin", "P7D")).toBe("2026-04-05T03:30+02:00");
  });
  test("in autumn, the second 02:30 has the same due a week later as the first, and another after 24 hours", () => {
    expect(due("2026-10-25T02:30+02:00", "Europe/Berlin", "P7D")).toBe("2026-11-01T02:30+01:00");
    expect(due("2026-10-25T02:30+01:00", "Europe/Berlin", "P7D")).toBe("2026-11-01T02:30+01:00");
    expect(due("2026-10-25T02:30+02:00", "Europe/Berlin", "PT24H")).toBe("2026-10-26T01:30+01:00");
    expect(due("2026-10-25T02:30+01:00", "Europe/Berlin", "PT24H")).toBe("2026-10-26T02:30+01:00");
  });
});
