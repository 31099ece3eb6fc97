import { Temporal } from "temporal-polyfill";
import { isWithin, type Settings } from "../settings.ts";

/** When a closeout may speak: its hours and days, and the IANA zone in which they are reckoned. */
export type WorkingTime = {
  readonly settings: Pick<Settings, "digestTime" | "quiet" | "workingDays">;
  readonly timeZone: string;
};

/** Whether reminders may be posted at this moment: on a working day and outside the quiet hours, by the zone's clocks. */
export function isAllowed(moment: Temporal.Instant, { settings, timeZone }: WorkingTime): boolean {
  const local = moment.toZonedDateTimeISO(timeZone);
  return settings.workingDays.includes(local.dayOfWeek) && !isWithin(timeOfDay(local), settings.quiet);
}

/**
 * The moment of a day's digest, or undefined if the day has none: because it is no working day, because the zone skips it,
 * or because the clocks skip the digest time and what they go on with lies in the quiet hours. Otherwise a skipped digest
 * time moves on by as much as the clocks do; if it comes twice, the digest is at the first.
 */
export function digestOn(date: Temporal.PlainDate, time: WorkingTime): Temporal.Instant | undefined {
  const local = date.toZonedDateTime({
    timeZone: time.timeZone,
    plainTime: Temporal.PlainTime.from(time.settings.digestTime),
  });
  const moment = local.toInstant();
  return local.toPlainDate().equals(date) && isAllowed(moment, time) ? moment : undefined;
}

/** The first digest later than this moment, or with `at_or_after` the one at this very moment if there is one. */
export function nextDigest(
  moment: Temporal.Instant,
  time: WorkingTime,
  which: "after" | "at_or_after",
): Temporal.Instant {
  const earliest = which === "after" ? 1 : 0;
  for (const date of daysFrom(localDate(moment, time.timeZone), 1)) {
    const digest = digestOn(date, time);
    if (digest && Temporal.Instant.compare(digest, moment) >= earliest) return digest;
  }
  throw noDigest(time);
}

/** The digest of the n-th working day before a date; the date itself does not count. */
export function digestWorkingDaysBefore(
  date: Temporal.PlainDate,
  count: number,
  time: WorkingTime,
): Temporal.Instant {
  let left = count;
  for (const day of daysFrom(date.subtract({ days: 1 }), -1)) {
    const digest = digestOn(day, time);
    if (digest) left -= 1;
    if (digest && left === 0) return digest;
  }
  throw noDigest(time);
}

/** This moment if reminders may be posted at it, else the next digest. Never earlier than the moment. */
export function allowedFrom(moment: Temporal.Instant, time: WorkingTime): Temporal.Instant {
  return isAllowed(moment, time) ? moment : nextDigest(moment, time, "at_or_after");
}

/** The calendar day of a moment in a zone. */
export function localDate(moment: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return moment.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** `HH:MM` by the zone's clocks, as the settings write times. */
function timeOfDay(local: Temporal.ZonedDateTime): string {
  return local.toPlainTime().toString({ smallestUnit: "minute" });
}

/** Consecutive days; bounded, for settings that allow a digest at all allow one in every week. */
function* daysFrom(start: Temporal.PlainDate, step: 1 | -1): Generator<Temporal.PlainDate> {
  for (let days = 0; days < 1000; days += 1) yield start.add({ days: days * step });
}

function noDigest({ settings, timeZone }: WorkingTime): RangeError {
  return new RangeError(
    `No digest can be posted at ${settings.digestTime} (${timeZone}) on days ${settings.workingDays.join(", ")}`,
  );
}
