import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../assert-never.ts";
import { parseMoment, type ReadMoment } from "../moment-input.ts";
import type { Settings } from "../settings.ts";
import { normalizeWords } from "../typed-text.ts";
import { localDate, nextDigest } from "./working-time.ts";

/** For how long an item may be put off: three ready choices, or until a date (`YYYY-MM-DD`). */
export type SnoozeChoice =
  | { readonly kind: "1h" }
  | { readonly kind: "tomorrow" }
  | { readonly kind: "next-working-day" }
  | { readonly kind: "date"; readonly date: string };

/** What a snooze is reckoned against: the moment of asking and the closeout's hours. */
export type SnoozeContext = {
  readonly now: Temporal.Instant;
  readonly timeZone: string;
  readonly settings: Pick<Settings, "digestTime" | "quiet" | "workingDays">;
};

/**
 * When a snooze ends: after an hour of elapsed time, or at the digest time of tomorrow, of the next working day, or of the
 * date. A sentence if that is not ahead. Whether a reminder may be posted at that moment is the reminders' question.
 */
export function snoozeUntil(choice: SnoozeChoice, context: SnoozeContext): ReadMoment {
  switch (choice.kind) {
    case "1h":
      return { ok: true, moment: context.now.add({ hours: 1 }) };
    case "tomorrow":
      return read("tomorrow", context);
    case "next-working-day":
      return { ok: true, moment: nextWorkingDay(context) };
    case "date":
      return read(choice.date, context);
    default:
      return assertNever(choice);
  }
}

/** A snooze as people type it: `1h`, `tomorrow`, `next working day`, or any moment that {@link parseMoment} reads. */
export function parseSnooze(text: string, context: SnoozeContext): ReadMoment {
  const words = normalizeWords(text).toLowerCase();
  if (/^(?:the )?next[ -]working[ -]day$/.test(words))
    return snoozeUntil({ kind: "next-working-day" }, context);
  return read(words, context);
}

function read(text: string, { now, timeZone, settings }: SnoozeContext): ReadMoment {
  return parseMoment(text, { now, timeZone, dateOnlyAt: settings.digestTime });
}

/** The first digest of a later day; today's, if it is still to come, would be no snooze worth the name. */
function nextWorkingDay(context: SnoozeContext): Temporal.Instant {
  const tomorrow = localDate(context.now, context.timeZone).add({ days: 1 });
  return nextDigest(tomorrow.toZonedDateTime(context.timeZone).toInstant(), context, "at_or_after");
}
