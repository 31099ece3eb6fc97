import type { Temporal } from "temporal-polyfill";
import { z } from "zod";

/**
 * Why a reminder falls due. `before` and `due` are planned ahead; `overdue` recurs daily and each one plans its successor;
 * `snoozed` is the reminder at the end of a snooze; `sponsor` is the one direct message to the business sponsor.
 */
export const occurrenceKindSchema = z.enum(["before", "due", "overdue", "snoozed", "sponsor"]);
export type OccurrenceKind = z.infer<typeof occurrenceKindSchema>;

/** One reminder that falls due at one moment. Unique on (closeout, item, kind, moment). */
export type Occurrence = {
  readonly closeoutId: string;
  readonly itemId: string;
  readonly kind: OccurrenceKind;
  readonly moment: Temporal.Instant;
};
