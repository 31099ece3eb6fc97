import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** A moment as ISO 8601 with an offset, as Unix seconds or as Unix milliseconds. */
export const moment = z.union([z.string(), z.number()]).transform((value, context) => {
  try {
    return typeof value === "string" ? Temporal.Instant.from(value) : instantOfNumber(value);
  } catch {
    context.addIssue("is not a moment");
    return z.NEVER;
  }
});

function instantOfNumber(value: number): Temporal.Instant {
  // Unix seconds reach this figure in the year 5138; Unix milliseconds passed it in 1973.
  return Temporal.Instant.fromEpochMilliseconds(value < 1e11 ? value * 1000 : value);
}
