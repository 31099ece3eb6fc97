import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../src/ports.ts";

/** A clock that stands still until a test moves it. */
export type ManualClock = Clock & { set(moment: Temporal.Instant): void };

export function manualClock(start: Temporal.Instant): ManualClock {
  let current = start;
  return {
    now: () => current,
    set(moment) {
      if (Temporal.Instant.compare(moment, current) < 0) throw new RangeError("The clock goes forward only.");
      current = moment;
    },
  };
}
