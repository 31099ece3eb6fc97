import { Temporal } from "temporal-polyfill";
import { durationInWords } from "../template/template-duration.ts";

/**
 * How long something is kept, as a template says it: an ISO 8601 duration such as `P7Y`, or `indefinite` (see the
 * procedure's table of artifacts).
 */
export type RetentionClass = string;

/**
 * Until when something is kept: through the whole of this day in UTC, or for as long as nobody decides otherwise. The day
 * after, it may be disposed of if somebody approves that; nothing is ever disposed of by itself.
 */
export type RetainUntil = Temporal.PlainDate | "indefinite";

/** What keeps an object from being disposed of. A hold beats everything. */
export type Guard = { readonly retainUntil: RetainUntil; readonly hold: boolean };

/**
 * The last day of a retention, reckoned as calendar time from the day, in UTC, on which the object was stored. Where the
 * calendar has no such day (29 February plus a year, 31 January plus a month) it is the first of the month after, so that
 * nothing is kept shorter than was promised; a part of a day counts as a whole one.
 */
export function retainUntil(storedAt: Temporal.Instant, retention: RetentionClass): RetainUntil {
  if (retention === "indefinite") return "indefinite";
  const { years, months, weeks, days, hours, minutes, seconds } = Temporal.Duration.from(retention);
  const from = dayOf(storedAt);
  const anniversary = from.add({ years, months });
  const whole = anniversary.day < from.day ? anniversary.add({ days: 1 }) : anniversary;
  return whole.add({ weeks, days: days + Math.ceil((hours + minutes / 60 + seconds / 3600) / 24) });
}

/** The day in UTC. */
export function dayOf(moment: Temporal.Instant): Temporal.PlainDate {
  return moment.toZonedDateTimeISO("UTC").toPlainDate();
}

/** Whether the retention is over: from midnight UTC after its last day. What is kept indefinitely never expires. */
export function isExpired(until: RetainUntil, now: Temporal.Instant): boolean {
  return until !== "indefinite" && Temporal.PlainDate.compare(dayOf(now), until) > 0;
}

/** Whether an object may be disposed of once somebody approves it: not while it is held, not before its retention is over. */
export function mayBeDisposedOf(guard: Guard, now: Temporal.Instant): boolean {
  return !guard.hold && isExpired(guard.retainUntil, now);
}

/** The later of the two; `indefinite` is later than any day. */
export function laterOf(one: RetainUntil, other: RetainUntil): RetainUntil {
  if (one === "indefinite" || other === "indefinite") return "indefinite";
  return Temporal.PlainDate.compare(one, other) >= 0 ? one : other;
}

/** Orders retention classes by how long they keep: negative when the first keeps shorter. */
export function compareRetention(one: RetentionClass, other: RetentionClass): number {
  if (one === other) return 0;
  if (one === "indefinite") return 1;
  if (other === "indefinite") return -1;
  return Temporal.Duration.compare(one, other, { relativeTo: Temporal.PlainDate.from("2026-01-01") });
}

/** `7 years`, `18 months`, `indefinitely`: a retention class for people. */
export function retentionWords(retention: RetentionClass): string {
  return retention === "indefinite" ? "indefinitely" : durationInWords(retention);
}
