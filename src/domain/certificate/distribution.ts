import type { Temporal } from "temporal-polyfill";
import type { WorkingTime } from "../checklist/working-time.ts";
import type { FollowUp } from "../follow-up.ts";
import type { Actor } from "../identity.ts";
import type { Role, RoleHolders } from "../role.ts";
import type { CertificateRecord } from "./certificate-record.ts";

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

/** When somebody is reminded to confirm, and when the owner is told that they have not. */
export function receiptFollowUp(deliveredAt: Temporal.Instant, { timeZone }: WorkingTime): FollowUp {
  const after = (days: number) => deliveredAt.toZonedDateTimeISO(timeZone).add({ days }).toInstant();
  return { reminders: remindAfterDays.map(after), tellOwner: after(ownerAfterDays), apart: { days: 1 } };
}
