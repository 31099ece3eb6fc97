const DAY_MS = 86_400_000;

type Fields = Intl.DateTimeFormatOptions;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are dear to make and few: each is made once. */
function format(at: number, zone: string, fields: Fields): string {
  const key = `${zone} ${JSON.stringify(fields)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat("en-US", { ...fields, timeZone: zone });
  formats.set(key, known);
  return known.format(at);
}

/** Milliseconds since 1970 of a message's `ts`. */
export function millisOf(ts: string): number {
  return Number(ts) * 1000;
}

/** People in America read a 12-hour clock, everybody else a 24-hour one. */
function usesTwelveHours(zone: string): boolean {
  return zone.startsWith("America/") || zone.startsWith("US/");
}

/** `14:05`, or `2:05 PM` for people in America. */
export function clockTime(at: number, zone: string): string {
  return usesTwelveHours(zone)
    ? format(at, zone, { hour: "numeric", minute: "2-digit", hour12: true })
    : format(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** The calendar day in a zone, as `2026-03-02`. */
export function dayKey(at: number, zone: string): string {
  const part = (fields: Fields): string => format(at, zone, fields);
  return `${part({ year: "numeric" })}-${part({ month: "2-digit" })}-${part({ day: "2-digit" })}`;
}

/** The line between two days: `Today`, `Yesterday`, else `Monday, March 2nd`, with the year when it is another one. */
export function dayLabel(at: number, now: number, zone: string): string {
  const pretty = nearDay(at, now, zone);
  if (pretty === "today") return "Today";
  if (pretty === "yesterday") return "Yesterday";
  const weekday = format(at, zone, { weekday: "long" });
  const sameYear = format(at, zone, { year: "numeric" }) === format(now, zone, { year: "numeric" });
  return `${weekday}, ${longDate(at, zone, !sameYear)}`;
}

/** Date, time and zone of a moment in full, for tooltips and the clock. */
export function fullMoment(at: number, zone: string): string {
  return `${format(at, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" })}, ${clockTime(at, zone)}`;
}

/** `+5 d 3 h` for how far the sandbox is ahead; empty when it is not. */
export function aheadLabel(offsetMs: number): string {
  const minutes = Math.round(offsetMs / 60_000);
  if (minutes <= 0) return "";
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [
    days > 0 ? `${days} d` : "",
    hours > 0 ? `${hours} h` : "",
    days === 0 ? `${minutes % 60} min` : "",
  ];
  return parts.filter((part) => part !== "" && part !== "0 min").join(" ");
}

/** How long ago, as Slack's `{ago}` and the thread's last reply tell it. */
export function ago(at: number, now: number): string {
  const minutes = Math.round(Math.abs(now - at) / 60_000);
  if (minutes < 1) return "just now";
  const [count, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 1440
        ? [Math.round(minutes / 60), "hour"]
        : [Math.round(minutes / 1440), "day"];
  const amount = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return at <= now ? `${amount} ago` : `in ${amount}`;
}

/**
 * Fills the tokens of Slack's date format (`{date_short_pretty}`, `{time}` …) for a reader's zone. A text with a token
 * that does not exist is not shown at all, as in Slack: the fallback is.
 * See https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function formatDateTokens(
  seconds: number,
  tokens: string,
  now: number,
  zone: string,
): string | undefined {
  const at = seconds * 1000;
  let unknown = tokens === "" || Number.isNaN(new Date(at).getTime());
  const text = tokens.replace(/\{(\w+)\}/g, (all, token: string) => {
    const value = dateToken(token, at, now, zone);
    if (value === undefined) unknown = true;
    return value ?? all;
  });
  return unknown ? undefined : text;
}

function dateToken(token: string, at: number, now: number, zone: string): string | undefined {
  const plain = token.replace(/_pretty$/, "");
  if (plain !== token) return nearDay(at, now, zone) ?? dateToken(plain, at, now, zone);
  switch (token) {
    case "date_num":
      return dayKey(at, zone);
    case "date":
      return longDate(at, zone, true);
    case "date_short":
      return format(at, zone, { month: "short", day: "numeric", year: "numeric" });
    case "date_long":
      return `${format(at, zone, { weekday: "long" })}, ${longDate(at, zone, true)}`;
    case "time":
      return clockTime(at, zone);
    case "time_secs":
      return usesTwelveHours(zone)
        ? format(at, zone, { hour: "numeric", minute: "2-digit", second: "2-digit", hour12: true })
        : format(at, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
    case "ago":
      return ago(at, now);
    default:
      return undefined;
  }
}

function nearDay(at: number, now: number, zone: string): string | undefined {
  const day = dayKey(at, zone);
  if (day === dayKey(now, zone)) return "today";
  // Counted from noon, so that a day of 23 or 25 hours changes nothing.
  const noon = Date.parse(`${dayKey(now, zone)}T12:00:00Z`);
  if (day === dayKey(noon - DAY_MS, "UTC")) return "yesterday";
  if (day === dayKey(noon + DAY_MS, "UTC")) return "tomorrow";
  return undefined;
}

function longDate(at: number, zone: string, withYear: boolean): string {
  const day = Number(format(at, zone, { day: "numeric" }));
  const date = `${format(at, zone, { month: "long" })} ${ordinal(day)}`;
  return withYear ? `${date}, ${format(at, zone, { year: "numeric" })}` : date;
}

function ordinal(day: number): string {
  const teen = day > 10 && day < 14;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${ending}`;
}

/** What a `datetime-local` field shows for a moment, in a zone: `2026-03-02T14:05`. */
export function localMoment(seconds: number, zone: string): string {
  const at = seconds * 1000;
  const time = format(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${dayKey(at, zone)}T${time}`;
}

/**
 * The moment, in seconds since 1970, that a `datetime-local` field means in a zone. A time that the clocks skip means the
 * moment just as far behind the change; of one that comes twice, the first is meant.
 */
export function momentOf(local: string, zone: string): number | undefined {
  const minute = /^\d{4,}-\d\d-\d\dT\d\d:\d\d/.exec(local)?.[0];
  const wall = Date.parse(`${minute}:00Z`);
  if (minute === undefined || Number.isNaN(wall)) return undefined;
  const candidates = [wall - offsetAt(wall - DAY_MS, zone), wall - offsetAt(wall + DAY_MS, zone)];
  const fitting = candidates.filter((at) => localMoment(at / 1000, zone) === minute);
  return Math.min(...(fitting.length > 0 ? fitting : candidates.slice(0, 1))) / 1000;
}

function offsetAt(at: number, zone: string): number {
  return Date.parse(`${localMoment(at / 1000, zone)}:00Z`) - Math.floor(at / 60_000) * 60_000;
}
