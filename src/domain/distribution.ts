import { Temporal } from "temporal-polyfill";
import type { CertificateRecord } from "./certificate-record.ts";
import type { Actor } from "./identity.ts";
import type { Role, RoleHolders } from "./role.ts";
import { allowedFrom, type WorkingTime } from "./working-time.ts";

/** Why somebody gets the certificate: the role by which, and the procedure's words for it. */
export type RecipientReason = { readonly role: Role; readonly reason: string };

/** One person on the list of a distribution. Moments that have not come are `undefined`. */
export type Recipient = {
  readonly id: string;
  readonly user: string;
  /** At least one; somebody who holds several of the roles gets one message with all reasons. */
  readonly reasons: readonly RecipientReason[];
  /** The deliveries of the message and of the PDF below it; none for somebody who had left. */
  readonly messageDelivery: string | undefined;
  readonly fileDelivery: string | undefined;
  readonly sentAt: Temporal.Instant;
  /** When the platform was known to have accepted both. */
  readonly deliveredAt: Temporal.Instant | undefined;
  /** When the person confirmed. */
  readonly receivedAt: Temporal.Instant | undefined;
  /** `left`: no full member of the workspace any more; `refused`: the platform does not take messages to them. */
  readonly failure: "left" | "refused" | undefined;
  readonly replaced: { readonly by: string; readonly because: string } | undefined;
  /** Reminders that are behind them. */
  readonly reminded: number;
  readonly remindAt: Temporal.Instant | undefined;
  readonly ownerToldAt: Temporal.Instant | undefined;
};

/** One certificate on its way to its recipients. A closeout has one current distribution at most. */
export type Distribution = {
  readonly id: string;
  readonly closeoutId: string;
  readonly certificate: CertificateRecord;
  readonly startedBy: Actor;
  readonly startedAt: Temporal.Instant;
  /** A later one has taken its place. */
  readonly current: boolean;
  /** In the procedure's order; those who took somebody's place follow. */
  readonly recipients: readonly Recipient[];
};

/** The people that a procedure's roles stand for at present, each once. */
export function planRecipients(
  wanted: readonly RecipientReason[],
  holders: RoleHolders,
): readonly { readonly user: string; readonly reasons: readonly RecipientReason[] }[] {
  const byUser = Map.groupBy(wanted, ({ role }) => holders[role]);
  return [...byUser].map(([user, reasons]) => ({ user, reasons }));
}

/** Those who count: nobody has taken their place. */
export function activeRecipients({ recipients }: Pick<Distribution, "recipients">): readonly Recipient[] {
  return recipients.filter(({ replaced }) => replaced === undefined);
}

/** Whether everybody has it: message and PDF, accepted by the platform. Confirming is a matter of its own. */
export function allDelivered(distribution: Pick<Distribution, "recipients">): boolean {
  const active = activeRecipients(distribution);
  return active.length > 0 && active.every(({ deliveredAt }) => deliveredAt !== undefined);
}

/** Days after the delivery on which somebody is reminded who has not confirmed; the gaps grow. */
const remindAfterDays = [1, 3, 6] as const;

/** Days after the delivery on which the owner is told that somebody still has not. */
const ownerAfterDays = 10;

/** How often somebody is reminded at most. */
export const mostReminders = remindAfterDays.length;

/**
 * When the step after so many reminders is due: another reminder, or after the last one the word to the owner. Always at a moment at
 * which the closeout may speak.
 */
export function nextStepAt(
  deliveredAt: Temporal.Instant,
  reminded: number,
  time: WorkingTime,
): Temporal.Instant {
  const days = remindAfterDays[reminded] ?? ownerAfterDays;
  const moment = deliveredAt.toZonedDateTimeISO(time.timeZone).add({ days }).toInstant();
  return allowedFrom(moment, time);
}

/** What is to be done about somebody who has not confirmed. `remind` says how many reminders are then behind them. */
export type ReminderStep =
  | { readonly kind: "remind"; readonly reminded: number; readonly next: Temporal.Instant }
  | { readonly kind: "tell_owner" };

/**
 * The step that has fallen due. Reminders that were missed while nobody looked are one reminder, and what comes after it keeps a
 * day's distance, so that nobody is reminded twice in a row or reported before they were reminded.
 */
export function dueStep(
  recipient: { readonly deliveredAt: Temporal.Instant; readonly reminded: number },
  now: Temporal.Instant,
  time: WorkingTime,
): ReminderStep {
  if (recipient.reminded >= mostReminders) return { kind: "tell_owner" };
  let reminded = recipient.reminded + 1;
  while (
    reminded < mostReminders &&
    Temporal.Instant.compare(nextStepAt(recipient.deliveredAt, reminded, time), now) <= 0
  ) {
    reminded += 1;
  }
  const planned = nextStepAt(recipient.deliveredAt, reminded, time);
  const tomorrow = now.toZonedDateTimeISO(time.timeZone).add({ days: 1 }).toInstant();
  const earliest = Temporal.Instant.compare(planned, tomorrow) < 0 ? tomorrow : planned;
  return { kind: "remind", reminded, next: allowedFrom(earliest, time) };
}
