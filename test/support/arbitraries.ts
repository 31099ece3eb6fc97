import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import type { ReminderPlan } from "../../src/domain/checklist/reminders.ts";
import { isWithin, type Settings } from "../../src/domain/settings.ts";
import type { BeforeRule, ReminderPolicy } from "../../src/domain/template/template.ts";

/**
 * Zones that have caught software out: half-hour and two-hour changes, changes at midnight, quarter-hour offsets, two
 * changes around Ramadan, a day left out, none at all.
 */
export const trickyZones = [
  "UTC",
  "Europe/Berlin",
  "Europe/Dublin",
  "America/New_York",
  "America/St_Johns",
  "America/Santiago",
  "America/Sao_Paulo",
  "America/Havana",
  "America/Asuncion",
  "Africa/Casablanca",
  "Africa/Cairo",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
  "Antarctica/Troll",
] as const;

export const zoneArbitrary = fc.constantFrom(...trickyZones);

/** A moment to the second between 2012 and 2036. */
export const momentArbitrary = fc
  .integer({ min: Date.UTC(2012, 0, 10) / 1000, max: Date.UTC(2036, 0, 1) / 1000 })
  .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000));

/** Moments within two days of a change of the clocks in this zone, and 02:30 and midnight on the day of the change. */
export function momentsAroundChanges(timeZone: string): fc.Arbitrary<Temporal.Instant> {
  const changes = changesOf(timeZone);
  if (changes.length === 0) return momentArbitrary;
  const nearby = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -2 * 86_400, max: 2 * 86_400 }))
    .map(([change, seconds]) => change.add({ seconds }));
  const onTheDay = fc
    .tuple(fc.constantFrom(...changes), fc.constantFrom("02:30", "00:00", "00:30", "02:00", "03:00", "01:30"))
    .map(([change, time]) => change.toZonedDateTimeISO(timeZone).withPlainTime(time).toInstant());
  return fc.oneof(nearby, onTheDay);
}

/** A moment in a zone: anywhere, or close to a change of its clocks. */
export function momentIn(timeZone: string): fc.Arbitrary<Temporal.Instant> {
  return fc.oneof(momentArbitrary, momentsAroundChanges(timeZone));
}

const timeOfDay = fc
  .integer({ min: 0, max: 287 })
  .map(
    (fives) =>
      `${String(Math.floor(fives / 12)).padStart(2, "0")}:${String((fives % 12) * 5).padStart(2, "0")}`,
  );

/** Settings that the schema accepts, from an office's to a night owl's. */
export const settingsArbitrary: fc.Arbitrary<Settings> = fc
  .record({
    digestTime: fc.oneof(timeOfDay, fc.constantFrom("09:00", "02:30", "00:00", "23:55")),
    quiet: fc.oneof(
      fc.record({ from: timeOfDay, to: timeOfDay }),
      fc.constant<Settings["quiet"]>({ from: "18:00", to: "08:00" }),
    ),
    workingDays: fc.oneof(
      fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
      fc.constant<number[]>([1, 2, 3, 4, 5]),
      fc.constant<number[]>([1, 2, 3, 4, 5, 6, 7]),
    ),
    escalation: fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }))
      .map(([owner, more]) => ({ ownerAfterDays: owner, sponsorAfterDays: owner + more })),
  })
  .filter(({ digestTime, quiet }) => !isWithin(digestTime, quiet));

const beforeArbitrary: fc.Arbitrary<BeforeRule> = fc.oneof(
  fc.integer({ min: 1, max: 5 }).map((count) => ({ kind: "working_days" as const, count })),
  fc
    .constantFrom("PT30M", "PT1H", "PT4H", "PT12H", "PT24H", "PT36H", "P1D", "P2D", "P7D", "P1DT4H")
    .map((duration) => ({ kind: "span" as const, duration })),
);

export const policyArbitrary: fc.Arbitrary<ReminderPolicy> = fc.record({
  before: fc.array(beforeArbitrary, { maxLength: 4 }),
  atDue: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  overdue: fc.oneof({ weight: 4, arbitrary: fc.constant("daily" as const) }, fc.constant("never" as const)),
  ignoresQuietHours: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, fc.constant(true)),
});

/** An open item's reminders, planned anywhere from weeks before its due to a week after it. */
export const planArbitrary: fc.Arbitrary<ReminderPlan> = zoneArbitrary.chain((timeZone) =>
  fc
    .record({
      due: momentIn(timeZone),
      policy: policyArbitrary,
      settings: settingsArbitrary,
      lead: fc.oneof(
        { weight: 3, arbitrary: fc.constant(-40 * 86_400) },
        fc.integer({ min: -10 * 86_400, max: 7 * 86_400 }),
        fc.constant(0),
      ),
      sponsorTold: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
    })
    .map(({ lead, ...plan }) => ({ ...plan, timeZone, from: plan.due.add({ seconds: lead }) })),
);

const changes = new Map<string, readonly Temporal.Instant[]>();

function changesOf(timeZone: string): readonly Temporal.Instant[] {
  const known = changes.get(timeZone);
  if (known) return known;
  const found: Temporal.Instant[] = [];
  let at = Temporal.ZonedDateTime.from(`2012-01-10T00:00[${timeZone}]`);
  for (let next = at.getTimeZoneTransition("next"); next && next.year < 2036; ) {
    found.push(next.toInstant());
    at = next;
    next = at.getTimeZoneTransition("next");
  }
  changes.set(timeZone, found);
  return found;
}
