import type { Settings } from "../../../src/domain/settings.ts";

/**
 * A second opinion on local time, reached by another road than the product's: `Intl.DateTimeFormat` says what the clocks
 * on the wall show, and everything else is found by walking over the minutes and looking at them. Nothing here uses
 * Temporal. Moments are milliseconds since the epoch; transitions are taken to lie on half hours of UTC, as they do in
 * all zones since 2012.
 */
export class WallClock {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** What the wall shows at a moment, as the milliseconds at which a wall in UTC would show the same. */
  wallAt(moment: number): number {
    return moment + this.offsetAt(moment);
  }

  /** No zone changes its clocks twice in one day, so a day that ends with the offset it began with has no other. */
  offsetAt(moment: number): number {
    const start = Math.floor(moment / day) * day;
    const whole = this.#lookUp(start);
    return whole === this.#lookUp(start + day)
      ? whole
      : this.#lookUp(Math.floor(moment / halfHour) * halfHour);
  }

  #lookUp(chunk: number): number {
    const known = this.#offsets.get(chunk);
    if (known !== undefined) return known;
    const parts = new Map(this.#format.formatToParts(chunk).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const shown = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    );
    this.#offsets.set(chunk, shown - chunk);
    return shown - chunk;
  }

  /** The first moment at which the wall shows this; if it never does, the reading that goes on as if nothing was skipped. */
  momentOf(wall: number): number {
    const offsets: number[] = [];
    for (let at = wall - 36 * hour; at <= wall + 36 * hour; at += halfHour) offsets.push(this.offsetAt(at));
    const fitting = offsets.map((offset) => wall - offset).filter((moment) => this.wallAt(moment) === wall);
    return fitting.length > 0 ? Math.min(...fitting) : this.#acrossGap(wall);
  }

  /** Walks to the jump that skips this wall time, and as far beyond it as the wall time lies within the jump. */
  #acrossGap(wall: number): number {
    for (let at = wall - 36 * hour; at <= wall + 36 * hour; at += minute) {
      const before = this.wallAt(at - minute) + minute;
      if (before <= wall && wall < this.wallAt(at)) return at + (wall - before);
    }
    throw new Error("no jump skips this time");
  }
}

type Hours = Pick<Settings, "digestTime" | "quiet" | "workingDays">;

/** Whether reminders may be posted while the wall shows this. */
export function mayPostAt(wall: number, hours: Hours): boolean {
  const weekday = ((Math.floor(wall / day) + 3) % 7) + 1;
  return hours.workingDays.includes(weekday) && !quietMinutes(hours).has(minuteOfDay(wall));
}

/**
 * Every moment of a digest between two moments, found by looking at each minute. The walk sets out two days earlier: where
 * a time comes twice, it has to have seen the first to know the second for what it is.
 */
export function digestsBetween(clock: WallClock, hours: Hours, from: number, to: number): number[] {
  const digestMinute = toMinutes(hours.digestTime);
  const daysSeen = new Set<number>();
  const digests: number[] = [];
  const consider = (date: number, moment: number) => {
    if (daysSeen.has(date)) return;
    daysSeen.add(date);
    const wall = clock.wallAt(moment);
    if (dayOf(wall) === date && mayPostAt(wall, hours)) digests.push(moment);
  };
  const start = Math.floor((from - 2 * day) / minute) * minute;
  let expected = clock.wallAt(start);
  for (let at = start; at <= to; at += minute) {
    const wall = clock.wallAt(at);
    if (wall > expected) {
      for (const date of new Set([dayOf(expected), dayOf(wall)])) {
        const skipped = date * day + digestMinute * minute;
        if (expected <= skipped && skipped < wall) consider(date, at + (skipped - expected));
      }
    }
    if (minuteOfDay(wall) === digestMinute) consider(dayOf(wall), at);
    expected = wall + minute;
  }
  return digests.filter((digest) => digest >= from && digest <= to);
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
const halfHour = 30 * minute;

/** Number of the calendar day that the wall shows. */
export function dayOf(wall: number): number {
  return Math.floor(wall / day);
}

function minuteOfDay(wall: number): number {
  return Math.floor((wall - dayOf(wall) * day) / minute);
}

function toMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The quiet minutes of a day, collected one by one from the first to the last, over midnight if need be. */
function quietMinutes({ quiet }: Hours): Set<number> {
  const key = `${quiet.from}-${quiet.to}`;
  const known = quietByRange.get(key);
  if (known) return known;
  const minutes = new Set<number>();
  for (let at = toMinutes(quiet.from); at !== toMinutes(quiet.to); at = (at + 1) % 1440) minutes.add(at);
  quietByRange.set(key, minutes);
  return minutes;
}
const quietByRange = new Map<string, Set<number>>();
