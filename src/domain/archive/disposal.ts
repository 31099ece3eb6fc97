import { Temporal } from "temporal-polyfill";
import type { Artifact } from "./artifact.ts";
import { mayBeDisposedOf } from "./retention.ts";

/** What is kept although its retention is over is asked about again this much later. */
export const askAgainAfterDays = 90;

/** From when on it is asked again about what was kept at this moment. */
export function askedAgainFrom(kept: Temporal.Instant): Temporal.Instant {
  return kept.add({ hours: askAgainAfterDays * 24 });
}

/** What was kept before this moment is asked about again. */
export function keptBefore(now: Temporal.Instant): Temporal.Instant {
  return now.subtract({ hours: askAgainAfterDays * 24 });
}

/**
 * Whether it is time to ask what becomes of an artifact: its retention is over, it is not on hold, and nobody is being asked or has
 * approved, or has kept it within the last ninety days.
 */
export function isToBeAsked(
  { disposed, disposal, hold, retainUntil }: Artifact,
  now: Temporal.Instant,
): boolean {
  if (disposed !== undefined || !mayBeDisposedOf({ retainUntil, hold: hold !== undefined }, now))
    return false;
  if (disposal === undefined) return true;
  return disposal.kind === "rejected" && Temporal.Instant.compare(disposal.at, keptBefore(now)) < 0;
}

/** Whether a sign-off request still waits for what becomes of an artifact. */
export function waitsIn({ disposed, disposal }: Artifact, request: string): boolean {
  return disposed === undefined && disposal?.kind === "waiting" && disposal.request === request;
}
