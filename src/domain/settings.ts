import { z } from "zod";

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is not a time of day such as 09:00");

/** ISO weekday: 1 = Monday … 7 = Sunday. */
const weekday = z.int().min(1).max(7);

/**
 * When a closeout may speak, in the closeout's own time zone. The 24-hour phase ignores quiet hours and working days.
 * `quiet` may wrap around midnight; equal start and end mean that there are none.
 */
export const settingsSchema = z
  .object({
    digestTime: timeOfDay,
    quiet: z.object({ from: timeOfDay, to: timeOfDay }),
    workingDays: z.array(weekday).min(1).max(7),
    /** Whole days overdue after which the owner is named, and after which the business sponsor is told directly. */
    escalation: z.object({
      ownerAfterDays: z.int().min(1).max(60),
      sponsorAfterDays: z.int().min(1).max(60),
    }),
  })
  .refine((settings) => !isWithin(settings.digestTime, settings.quiet), {
    path: ["digestTime"],
    message: "lies within the quiet hours, so no digest could ever be posted",
    // Of times that are none nothing more can be said.
    when: ({ issues }) => issues.length === 0,
  })
  .refine((settings) => settings.escalation.sponsorAfterDays >= settings.escalation.ownerAfterDays, {
    path: ["escalation", "sponsorAfterDays"],
    message: "comes before the owner is told",
  });

export type Settings = z.infer<typeof settingsSchema>;

/** Whether a wall-clock time (`HH:MM`) lies within a range that includes its start, excludes its end and may wrap midnight. */
export function isWithin(time: string, range: { readonly from: string; readonly to: string }): boolean {
  if (range.from === range.to) return false;
  if (range.from < range.to) return range.from <= time && time < range.to;
  return time >= range.from || time < range.to;
}
