import type { Temporal } from "temporal-polyfill";
import { distributable, takesThePlaceOf } from "../../domain/certificate/certificate-record.ts";
import {
  activeRecipients,
  type Distribution,
  type Recipient,
} from "../../domain/certificate/distribution.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { type Capacity, mayDo } from "../../domain/permissions.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { copiesFor, newRecipient, recipientInLedger } from "./send-certificate.ts";

/** How long a reason may be for naming another recipient. */
export const replacementReason = { min: 5, max: 500 } as const;

export type ChangeRecipientInput = {
  readonly recipientId: string;
  readonly member: Member;
  readonly act:
    | { readonly kind: "again" }
    | { readonly kind: "replace"; readonly user: string; readonly reason: string };
};

export type ChangeRecipientOutcome =
  | { readonly kind: "sent_again"; readonly closeout: Closeout; readonly recipient: Recipient }
  | {
      readonly kind: "replaced";
      readonly closeout: Closeout;
      readonly recipient: Recipient;
      readonly by: string;
    }
  /** They have confirmed, so there is nothing to send. */
  | { readonly kind: "has_received"; readonly closeout: Closeout; readonly recipient: Recipient }
  /** The message is still on its way; a second one would be too many. */
  | { readonly kind: "on_its_way"; readonly closeout: Closeout; readonly recipient: Recipient }
  | { readonly kind: "left"; readonly closeout: Closeout; readonly recipient: Recipient }
  | { readonly kind: "outdated"; readonly closeout: Closeout; readonly sent: boolean }
  | { readonly kind: "gone_already"; readonly closeout: Closeout; readonly by: string }
  /** What was filled in will not do; `field` says where. */
  | { readonly kind: "invalid"; readonly field: "user" | "reason"; readonly message: string }
  | { readonly kind: "not_permitted"; readonly closeout: Closeout; readonly who: readonly Capacity[] }
  | { readonly kind: "closed" }
  | { readonly kind: "unknown" };

/** Sends the certificate to one recipient once more, or to somebody else in their place. */
export async function changeRecipient(
  deps: Pick<Deps, "certificates" | "clock" | "closeouts" | "people" | "queue" | "log">,
  input: ChangeRecipientInput,
): Promise<ChangeRecipientOutcome> {
  const found = await deps.certificates.ofRecipient(input.recipientId);
  const recipient = found?.recipients.find(({ id }) => id === input.recipientId);
  const known = found && (await deps.closeouts.get(found.closeoutId));
  if (found === undefined || recipient === undefined || known === undefined) return { kind: "unknown" };
  const user = input.act.kind === "again" ? recipient.user : input.act.user;
  const { kind } = (await deps.people.profile(known.installation, user)) ?? { kind: undefined };
  const { result, lanes } = await deps.closeouts.change(found.closeoutId, async (change) => {
    const obstacle = await findObstacle(change, found.id, input);
    if ("kind" in obstacle) return obstacle;
    const now = deps.clock.now();
    return input.act.kind === "again"
      ? await sendAgain(change, obstacle, input.member, kind === "member", now)
      : await replace(change, obstacle, { ...input.act, member: input.member, kind }, now);
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

type Found = { readonly distribution: Distribution; readonly recipient: Recipient };

async function findObstacle(
  change: CloseoutChange,
  distributionId: string,
  { recipientId, member }: ChangeRecipientInput,
): Promise<Found | ChangeRecipientOutcome> {
  const { closeout } = change;
  if (closeout.status === "closed") return { kind: "closed" };
  const permission = mayDo("distribute_certificate", closeout, member);
  if (!permission.allowed)
    return { kind: "not_permitted", closeout, who: permission.who.map(({ as }) => as) };
  const distribution = await change.certificates.distribution(distributionId);
  const recipient = distribution?.recipients.find(({ id }) => id === recipientId);
  if (distribution === undefined || recipient === undefined) return { kind: "unknown" };
  const latest = await change.certificates.latest();
  // What is invalid by now, or gone, is not sent to anybody, even if its bytes are the same.
  const outdated = takesThePlaceOf(latest, distribution.certificate) || distributable(latest).kind === "no";
  if (!distribution.current || outdated) {
    return { kind: "outdated", closeout, sent: !distribution.current };
  }
  if (recipient.replaced !== undefined) return { kind: "gone_already", closeout, by: recipient.replaced.by };
  if (recipient.receivedAt !== undefined) return { kind: "has_received", closeout, recipient };
  return { distribution, recipient };
}

async function sendAgain(
  change: CloseoutChange,
  { distribution, recipient }: Found,
  member: Member,
  isMember: boolean,
  now: Temporal.Instant,
): Promise<ChangeRecipientOutcome> {
  const { closeout } = change;
  if (!isMember) return { kind: "left", closeout, recipient };
  if (recipient.deliveredAt === undefined && recipient.failure === undefined) {
    return { kind: "on_its_way", closeout, recipient };
  }
  const { messageDelivery, fileDelivery } = newRecipient(recipient.user, recipient.reasons, false, now);
  const again: Recipient = {
    ...recipient,
    messageDelivery,
    fileDelivery,
    sentAt: now,
    deliveredAt: undefined,
    failure: undefined,
    reminded: 0,
    remindAt: undefined,
    ownerToldAt: undefined,
  };
  await change.post(copiesFor(closeout, distribution, again));
  await change.certificates.saveRecipient(again);
  await change.record({
    actor: personOf(member),
    kind: "certificate.sent_again",
    data: {
      ...recipientInLedger(again),
      distribution: distribution.id,
      pdf: distribution.certificate.pdfSha256 ?? null,
    },
  });
  await change.refreshAbout({ kind: "certificate", distribution: distribution.id });
  return { kind: "sent_again", closeout, recipient: again };
}

type Replacement = {
  readonly user: string;
  readonly reason: string;
  readonly member: Member;
  /** What the platform says of the new one. */
  readonly kind: string | undefined;
};

async function replace(
  change: CloseoutChange,
  { distribution, recipient }: Found,
  { user, reason: typed, member, kind }: Replacement,
  now: Temporal.Instant,
): Promise<ChangeRecipientOutcome> {
  const { closeout } = change;
  const reason = storableText(typed).trim();
  if (kind !== "member") {
    const message = "Name a full member of this workspace: no guest, no bot, nobody from outside.";
    return { kind: "invalid", field: "user", message };
  }
  if (activeRecipients(distribution).some((other) => other.user === user)) {
    return { kind: "invalid", field: "user", message: "They are on the list already. Name somebody else." };
  }
  if (reason.length < replacementReason.min || reason.length > replacementReason.max) {
    const message = `Give a reason of ${replacementReason.min} to ${replacementReason.max} characters; an auditor will read it.`;
    return { kind: "invalid", field: "reason", message };
  }
  const successor = newRecipient(user, recipient.reasons, false, now);
  await change.post(copiesFor(closeout, distribution, successor));
  await change.certificates.saveRecipient({
    ...recipient,
    replaced: { by: user, because: reason },
    remindAt: undefined,
  });
  await change.certificates.addRecipient(distribution.id, successor);
  await change.record({
    actor: personOf(member),
    kind: "certificate.recipient_replaced",
    data: { ...recipientInLedger(recipient), by: user, because: reason, distribution: distribution.id },
  });
  await change.refreshAbout({ kind: "certificate", distribution: distribution.id });
  return { kind: "replaced", closeout, recipient, by: user };
}
