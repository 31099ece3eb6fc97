import type { Temporal } from "temporal-polyfill";

/** So long after a run, or after a file was moved, it is looked for what somebody who died has left in the archive. */
export const leftoversAfterHours = 24;

/** When to look for what may be left of something that happens now. */
export function leftoversDue(now: Temporal.Instant): Temporal.Instant {
  return now.add({ hours: leftoversAfterHours }).round("millisecond");
}
