import { Temporal } from "temporal-polyfill";
import { normalizeWords, shorten } from "./typed-text.ts";

/** What a moment is read against. `dateOnlyAt` (`HH:MM`) is the time of day that a date alone stands for. */
export type MomentContext = {
  readonly now: Temporal.Instant;
  readonly timeZone: string;
  readonly dateOnlyAt: string;
};

/** A moment that lies ahead, or a sentence that says why there is none. */
export type ReadMoment =
  | { readonly ok: true; readonly moment: Temporal.Instant }
  | { readonly ok: false; readonly problem: string };

/** The time of day at which an item falls due when only its date is given: the end of a working day. */
export const dueTimeOfDay = "17:00";

/**
 * Reads a moment as people type it: `2026-03-09`, `2026-03-09 14:00`, `14:00`, `today`, `tomorrow`, `friday 9am`, `in 3 days`,
 * `+3d`, `+2h`. A weekday is the next one, never today. A count of days or weeks keeps the time of day; hours and minutes
 * are elapsed time. The moment has to lie ahead, and within five years. Times are by the zone's clocks; a time that they
 * skip moves on by as much, and of one that comes twice the first is meant.
 */
export function parseMoment(text: string, context: MomentContext): ReadMoment {
  const words = normalizeWords(text).toLowerCase();
  const span = readSpan(words);
  const read = span ? fromSpan(span, context) : readDateAndTime(words, context);
  if (typeof read === "string") return { ok: false, problem: read };
  return read ? withinReach(read, text, context) : { ok: false, problem: notUnderstood(text) };
}

const units: Readonly<Record<string, "minutes" | "hours" | "days" | "weeks" | "months">> = {
  m: "minutes",
  min: "minutes",
  minute: "minutes",
  h: "hours",
  hr: "hours",
  hour: "hours",
  d: "days",
  day: "days",
  w: "weeks",
  week: "weeks",
  mo: "months",
  month: "months",
};

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** `in 3 days`, `+3d`, `3d`, `an hour`. */
function readSpan(words: string): Temporal.Duration | undefined {
  const match = /^(?:in |\+)? ?(\d{1,4}|an?) ?([a-z]+?)s?$/.exec(words);
  const unit = units[match?.[2] ?? ""];
  if (!match || unit === undefined) return undefined;
  const count = match[1]?.startsWith("a") ? 1 : Number(match[1]);
  return Temporal.Duration.from({ [unit]: count });
}

function fromSpan(span: Temporal.Duration, { now, timeZone }: MomentContext): Temporal.Instant {
  return now.toZonedDateTimeISO(timeZone).add(span).toInstant();
}

/** A day, a time of day, or both; a sentence if the day or the time cannot be, undefined if it is neither. */
function readDateAndTime(words: string, context: MomentContext): Temporal.Instant | string | undefined {
  const match = /^(?:on )?(.*?)(?:(?:^|[ t]|,? at |, )(\d{1,2}(?::\d{2})? ?(?:am|pm)|\d{1,2}:\d{2}))?$/.exec(
    words,
  );
  const [, day = "", clock] = match ?? [];
  if (day === "" && clock === undefined) return undefined;
  const date = readDay(day.replace(/(?: at|,)$/, ""), context);
  if (typeof date === "string" || date === undefined) return date;
  const time = readTimeOfDay(clock ?? context.dateOnlyAt);
  if (time === undefined) return `“${clock}” is not a time of day. Write it as 14:00 or 2pm.`;
  return date.toZonedDateTime({ timeZone: context.timeZone, plainTime: time }).toInstant();
}

function readDay(day: string, { now, timeZone }: MomentContext): Temporal.PlainDate | string | undefined {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  if (day === "" || day === "today") return today;
  if (day === "tomorrow") return today.add({ days: 1 });
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(day)) return readIsoDate(day);
  return readWeekday(day, today);
}

function readWeekday(day: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const name = day.replace(/^next /, "");
  if (name.length < 3) return undefined;
  const index = weekdays.findIndex((weekday) => weekday.startsWith(name));
  if (index === -1) return undefined;
  const ahead = (index + 1 - today.dayOfWeek + 7) % 7;
  return today.add({ days: ahead === 0 ? 7 : ahead });
}

function readIsoDate(day: string): Temporal.PlainDate | string {
  const [year, month, dayOfMonth] = day.split("-").map(Number);
  try {
    return Temporal.PlainDate.from(
      { year: year ?? 0, month: month ?? 0, day: dayOfMonth ?? 0 },
      { overflow: "reject" },
    );
  } catch {
    return `${day} is not a day in the calendar. Write the date as 2026-03-09.`;
  }
}

function readTimeOfDay(text: string): Temporal.PlainTime | undefined {
  const match = /^(\d{1,2})(?::(\d{2}))? ?(am|pm)?$/.exec(text);
  const [, hours = "", minutes = "0", half] = match ?? [];
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === "pm" ? 12 : 0);
  const possible = match && Number(minutes) < 60 && (half === undefined ? hour < 24 : inHalf(Number(hours)));
  return possible ? Temporal.PlainTime.from({ hour, minute: Number(minutes) }) : undefined;
}

function inHalf(hours: number): boolean {
  return hours >= 1 && hours <= 12;
}

function withinReach(moment: Temporal.Instant, text: string, { now, timeZone }: MomentContext): ReadMoment {
  const quoted = `“${shorten(text.trim(), 40)}”`;
  if (Temporal.Instant.compare(moment, now) <= 0) {
    return { ok: false, problem: `${quoted} is in the past (${timeZone}). Give a moment that lies ahead.` };
  }
  const furthest = now.toZonedDateTimeISO(timeZone).add({ years: 5 }).toInstant();
  if (Temporal.Instant.compare(moment, furthest) > 0) {
    return { ok: false, problem: `${quoted} is more than five years away. Give a nearer moment.` };
  }
  return { ok: true, moment };
}

function notUnderstood(text: string): string {
  const examples = "2026-03-09, 2026-03-09 14:00, tomorrow, friday 9am or in 3 days";
  return text.trim() === ""
    ? `Say when, for example ${examples}.`
    : `I do not understand “${shorten(text.trim(), 40)}” as a moment. Write for example ${examples}.`;
}
