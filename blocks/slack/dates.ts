import type { Temporal } from "temporal-polyfill";
import { escape } from "./mrkdwn.ts";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** How a moment is shown to its reader; see "Formatting dates" in Slack's reference. */
const styles = {
  /** "today at 14:30", "2 Mar 2026 at 14:30" */
  moment: "{date_short_pretty} at {time}",
  /** "tomorrow", "2 Mar 2026" */
  day: "{date_short_pretty}",
  /** "14:30" */
  time: "{time}",
} as const;

/**
 * A moment in the reader's own zone, drawn by their Slack. The fallback, read where Slack cannot draw it, is the closeout's zone
 * with its name.
 */
export function dateToken(moment: Temporal.Instant, style: keyof typeof styles, timeZone: string): string {
  const seconds = Math.floor(moment.epochMilliseconds / 1000);
  const fallback = style === "day" ? zonedDate(moment, timeZone) : zonedMoment(moment, timeZone);
  return `<!date^${seconds}^${styles[style]}|${escape(fallback).replace(/\|/g, "/")}>`;
}

/** "Mon 2 Mar 2026, 02:30 (Europe/Berlin)": a moment in the closeout's own zone, where it matters that all read the same. */
export function zonedMoment(moment: Temporal.Instant, timeZone: string): string {
  const shown = local(moment, timeZone);
  return `${dayOf(shown)} ${shown.year}, ${timeOf(shown)} (${timeZone})`;
}

/** "Mon 2 Mar 2026": a day in the closeout's own zone that may be years away. */
export function zonedDate(moment: Temporal.Instant, timeZone: string): string {
  const shown = local(moment, timeZone);
  return `${dayOf(shown)} ${shown.year}`;
}

/** "Mon 2 Mar": a day in the closeout's own zone. */
export function zonedDay(moment: Temporal.Instant, timeZone: string): string {
  return dayOf(local(moment, timeZone));
}

/** "02:30": a time of day in the closeout's own zone. */
export function zonedTime(moment: Temporal.Instant, timeZone: string): string {
  return timeOf(local(moment, timeZone));
}

/** `2026-03-02`: a day as date pickers want it. */
export function isoDay(moment: Temporal.Instant, timeZone: string): string {
  return local(moment, timeZone).toPlainDate().toString();
}

/** Whether two moments fall on the same day of a zone. */
export function sameDay(one: Temporal.Instant, other: Temporal.Instant, timeZone: string): boolean {
  return isoDay(one, timeZone) === isoDay(other, timeZone);
}

/** Short names of the ISO weekdays that are given, Monday first: "Mon, Tue, Fri". */
export function weekdayNames(days: readonly number[]): string {
  return days
    .toSorted((one, other) => one - other)
    .map((day) => weekdays[day - 1])
    .join(", ");
}

/** Many lines speak of few moments: a digest's items mostly fall due together. */
const remembered = new Map<string, Temporal.ZonedDateTime>();
const mostRemembered = 1_000;

/** A moment as a zone's clocks and calendar show it, to the millisecond. */
function local(moment: Temporal.Instant, timeZone: string): Temporal.ZonedDateTime {
  const key = `${moment.epochMilliseconds} ${timeZone}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  const shown = moment.toZonedDateTimeISO(timeZone);
  remembered.set(key, shown);
  return shown;
}

function dayOf({ dayOfWeek, day, month }: Temporal.ZonedDateTime): string {
  return `${weekdays[dayOfWeek - 1]} ${day} ${months[month - 1]}`;
}

function timeOf({ hour, minute }: Temporal.ZonedDateTime): string {
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
