import { Temporal } from "temporal-polyfill";

/**
 * The moment that lies an ISO 8601 duration after the cutover. Hours, minutes and seconds are elapsed time (`PT24H` is 24
 * hours by any watch); years, months, weeks and days are calendar time in the zone: `P7D` is the same time of day seven
 * days later and `P1M` the same day of the next month, or its last day where there is none. A time of day that the clocks
 * skip moves on by as much as they do; of one that comes twice it is the first.
 */
export function dueMoment(
  cutover: Temporal.Instant,
  timeZone: string,
  isoDuration: string,
): Temporal.Instant {
  return cutover.toZonedDateTimeISO(timeZone).add(Temporal.Duration.from(isoDuration)).toInstant();
}
