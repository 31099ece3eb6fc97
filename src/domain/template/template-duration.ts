import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** An ISO 8601 duration longer than nothing and at most a hundred years: `PT24H`, `P7D`, `P1M`, `P7Y`. */
export const durationSchema = z
  .string("is not a duration such as PT24H (24 hours), P7D (7 days) or P1M (1 month)")
  .refine(isPositiveDuration, "is not a duration such as PT24H (24 hours), P7D (7 days) or P1M (1 month)");

/** `7 years`, `18 months`, `7 days`: such a duration for people. */
export function durationInWords(text: string): string {
  const duration = Temporal.Duration.from(text);
  const units = ["years", "months", "weeks", "days", "hours", "minutes", "seconds"] as const;
  return units.flatMap((unit) => (duration[unit] === 0 ? [] : [counted(duration[unit], unit)])).join(", ");
}

function counted(count: number, unit: string): string {
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

/** Whether this is such a duration. */
export function isPositiveDuration(text: string): boolean {
  try {
    const { sign, years, months, weeks, days, hours, minutes, seconds } = Temporal.Duration.from(text);
    const roughYears = years + months / 12 + (weeks * 7 + days) / 365 + hours / 8760 + minutes / 525_600;
    return sign > 0 && roughYears <= 100 && seconds < 1e9;
  } catch {
    return false;
  }
}
