import type { Temporal } from "temporal-polyfill";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2 Mar 2026, 02:30 (Europe/Berlin)": a moment in a document that people of any zone will read. */
export function momentInZone(moment: Temporal.Instant, timeZone: string): string {
  const { hour, minute } = moment.toZonedDateTimeISO(timeZone);
  return `${dayInZone(moment, timeZone)}, ${twoDigits(hour)}:${twoDigits(minute)} (${timeZone})`;
}

/** "2 Mar 2026": the day of a moment in a zone. */
export function dayInZone(moment: Temporal.Instant, timeZone: string): string {
  return calendarDay(moment.toZonedDateTimeISO(timeZone).toPlainDate());
}

/** "2 Mar 2026". */
export function calendarDay({ day, month, year }: Temporal.PlainDate): string {
  return `${day} ${months[month - 1]} ${year}`;
}

/**
 * How long something took, in days of a zone's calendar from the first day to the last: "3 weeks", "2 weeks and 6 days", "5 days",
 * "less than a day". `undefined` when it ends before it begins.
 */
export function calendarSpan(
  from: Temporal.Instant,
  until: Temporal.Instant,
  timeZone: string,
): string | undefined {
  if (until.epochMilliseconds < from.epochMilliseconds) return undefined;
  const first = from.toZonedDateTimeISO(timeZone).toPlainDate();
  const { days } = first.until(until.toZonedDateTimeISO(timeZone).toPlainDate(), { largestUnit: "days" });
  if (days === 0) return "less than a day";
  if (days < 7) return counted(days, "day");
  const weeks = counted(Math.floor(days / 7), "week");
  return days % 7 === 0 ? weeks : `${weeks} and ${counted(days % 7, "day")}`;
}

function counted(many: number, unit: string): string {
  return `${many} ${unit}${many === 1 ? "" : "s"}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
