import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import {
  type CertificateRecord,
  certificateName,
  distributable,
  sameBytes,
} from "../../domain/certificate/certificate-record.ts";
import { certificateAltText, certificateChartView } from "../../domain/certificate/certificate-summary.ts";
import {
  type Distribution,
  planRecipients,
  type Recipient,
  type RecipientReason,
} from "../../domain/certificate/distribution.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { type Capacity, mayDo } from "../../domain/permissions.ts";
import type { CloseoutChange, Member, NewDelivery } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { readRecord } from "../report/summarize-record.ts";
import { templateOf } from "../start/template-of.ts";
import { type FetchDeps, fetchCertificate, recheckCertificate } from "./fetch-certificate.ts";
import { inLedger } from "./keep-certificate.ts";

export type SendCertificateInput = {
  readonly closeoutId: string;
  readonly member: Member;
  /** The record that the sender has seen to be unverifiable and sends all the same. */
  readonly despite?: string | undefined;
};

export type SendCertificateOutcome =
  | { readonly kind: "sent"; readonly closeout: Closeout; readonly distribution: Distribution }
  /** These very bytes are on their way, or have arrived. */
  | { readonly kind: "already"; readonly closeout: Closeout; readonly distribution: Distribution }
  | {
      readonly kind: "refused";
      readonly closeout: Closeout;
      readonly why: "not_fetched" | "missing" | "invalid" | "no_pdf";
      readonly record: CertificateRecord | undefined;
    }
  /** To be asked: nobody can tell whether it is genuine. */
  | { readonly kind: "unverifiable"; readonly closeout: Closeout; readonly record: CertificateRecord }
  | { readonly kind: "no_recipients"; readonly closeout: Closeout }
  | { readonly kind: "unavailable"; readonly closeout: Closeout; readonly sentence: string }
  | { readonly kind: "not_permitted"; readonly closeout: Closeout; readonly who: readonly Capacity[] }
  | { readonly kind: "closed" }
  | { readonly kind: "no_closeout" };

export type SendDeps = FetchDeps & Pick<Deps, "certificates" | "people">;

/**
 * Sends the certificate to everybody whom the procedure names, each directly with the reason and the PDF below, and posts one message
 * in the channel that shows how far it is. Whether it may be sent is judged on the bytes at this moment; of two who send at once one
 * sends, and the other hears that it is on its way.
 */
export async function sendCertificate(
  deps: SendDeps,
  { closeoutId, member, despite }: SendCertificateInput,
): Promise<SendCertificateOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  if (closeout.status === "closed") return { kind: "closed" };
  const permission = mayDo("distribute_certificate", closeout, member);
  if (!permission.allowed)
    return { kind: "not_permitted", closeout, who: permission.who.map(({ as }) => as) };
  const known = await deps.certificates.latest(closeoutId);
  if (known === undefined || known.check.kind === "missing") {
    const fetched = await fetchCertificate(deps, { closeout, by: personOf(member) });
    if (fetched.kind === "unavailable") return { kind: "unavailable", closeout, sentence: fetched.sentence };
  } else {
    await recheckCertificate(deps, closeout, known);
  }
  const wanted = (await templateOf(deps, closeout)).certificateRecipients;
  if (wanted.length === 0) return { kind: "no_recipients", closeout };
  const gone = await whoHasLeft(deps, closeout, wanted);
  const picture = await describePicture(deps, closeout);
  const { result, lanes } = await deps.closeouts.change(closeoutId, (change) =>
    decide(change, { member, despite, wanted, gone, picture, now: deps.clock.now() }),
  );
  await hurryDeliveries(deps, lanes);
  return result;
}

/** Which of these people are no full members of the workspace any more, as the platform says at this moment. */
async function whoHasLeft(
  { people }: Pick<Deps, "people">,
  { installation, roles }: Closeout,
  wanted: readonly RecipientReason[],
): Promise<ReadonlySet<string>> {
  const users = [...new Set(wanted.map(({ role }) => roles[role]))];
  const kinds = await Promise.all(
    users.map(async (user) => (await people.profile(installation, user))?.kind),
  );
  return new Set(users.filter((_, index) => kinds[index] !== "member"));
}

type PictureInWords = { readonly record: string; readonly altText: string };

/** What the picture of the latest certificate shows, for those who do not see it. */
async function describePicture(
  { certificates, closeouts }: Pick<Deps, "certificates" | "closeouts">,
  closeout: Closeout,
): Promise<PictureInWords | undefined> {
  const latest = await certificates.latest(closeout.id);
  if (latest?.pictureSha256 === undefined) return undefined;
  const certificate = await readRecord({ closeouts }, closeout, latest);
  return { record: latest.id, altText: certificateAltText(certificateChartView(certificate, latest.check)) };
}

type Sending = {
  readonly member: Member;
  readonly despite: string | undefined;
  readonly wanted: readonly RecipientReason[];
  readonly gone: ReadonlySet<string>;
  readonly picture: PictureInWords | undefined;
  readonly now: Temporal.Instant;
};

async function decide(change: CloseoutChange, sending: Sending): Promise<SendCertificateOutcome> {
  const { closeout } = change;
  if (closeout.status === "closed") return { kind: "closed" };
  const permission = mayDo("distribute_certificate", closeout, sending.member);
  if (!permission.allowed)
    return { kind: "not_permitted", closeout, who: permission.who.map(({ as }) => as) };
  const record = await change.certificates.latest();
  const may = distributable(record);
  if (may.kind === "no" || record === undefined) {
    return { kind: "refused", closeout, why: may.kind === "no" ? may.why : "not_fetched", record };
  }
  const current = await change.certificates.current();
  if (current !== undefined && sameBytes(current.certificate, record)) {
    return { kind: "already", closeout, distribution: current };
  }
  if (may.kind === "if_confirmed" && sending.despite !== record.id) {
    return { kind: "unverifiable", closeout, record };
  }
  return { kind: "sent", closeout, distribution: await begin(change, record, sending) };
}

async function begin(
  change: CloseoutChange,
  record: CertificateRecord,
  { member, wanted, gone, picture, now }: Sending,
): Promise<Distribution> {
  const { closeout } = change;
  const distribution: Distribution = {
    id: randomUUID(),
    closeoutId: closeout.id,
    certificate: record,
    startedBy: personOf(member),
    startedAt: now,
    current: true,
    recipients: planRecipients(wanted, closeout.roles).map(({ user, reasons }) =>
      newRecipient(user, reasons, gone.has(user), now),
    ),
  };
  await change.post([
    {
      id: randomUUID(),
      conversation: { kind: "channel", channel: closeout.channel },
      subject: { kind: "certificate", about: "progress", distribution: distribution.id },
    },
    ...pictureOf(closeout, record, picture),
    ...distribution.recipients.flatMap((recipient) => copiesFor(closeout, distribution, recipient)),
  ]);
  await change.certificates.begin(distribution);
  await change.record({
    actor: personOf(member),
    kind: "certificate.sent",
    data: {
      ...inLedger(record),
      distribution: distribution.id,
      recipients: distribution.recipients.map(recipientInLedger),
    },
  });
  // Messages of an earlier distribution say that a newer certificate is there.
  await change.refreshAbout({ kind: "certificate" });
  return distribution;
}

function pictureOf(
  { channel }: Closeout,
  record: CertificateRecord,
  inWords: PictureInWords | undefined,
): readonly NewDelivery[] {
  if (record.pictureSha256 === undefined || inWords?.record !== record.id) return [];
  const subject = {
    kind: "file",
    sha256: record.pictureSha256,
    caption: `The scores of ${certificateName(record)} as a picture.`,
    altText: inWords.altText,
  } as const;
  return [{ id: randomUUID(), conversation: { kind: "channel", channel }, subject }];
}

/** Somebody on the list, with the ids of what is sent to them. */
export function newRecipient(
  user: string,
  reasons: readonly RecipientReason[],
  hasLeft: boolean,
  now: Temporal.Instant,
): Recipient {
  return {
    id: randomUUID(),
    user,
    reasons,
    messageDelivery: hasLeft ? undefined : randomUUID(),
    fileDelivery: hasLeft ? undefined : randomUUID(),
    sentAt: now,
    deliveredAt: undefined,
    receivedAt: undefined,
    failure: hasLeft ? "left" : undefined,
    replaced: undefined,
    reminded: 0,
    remindAt: undefined,
    ownerToldAt: undefined,
  };
}

/** The message with its PDF right below; to somebody who has left, nothing, but the owner is told. */
export function copiesFor(
  { owner }: Closeout,
  { id: distribution, certificate }: Distribution,
  { id: recipient, user, messageDelivery, fileDelivery }: Recipient,
): readonly NewDelivery[] {
  if (messageDelivery === undefined || fileDelivery === undefined) {
    const subject = { kind: "certificate", about: "left", distribution, recipient } as const;
    return [{ id: randomUUID(), conversation: { kind: "direct", user: owner }, subject }];
  }
  const conversation = { kind: "direct", user } as const;
  const caption = `${certificateName(certificate)} as PDF.`;
  return [
    {
      id: messageDelivery,
      conversation,
      subject: { kind: "certificate", about: "copy", distribution, recipient },
    },
    {
      id: fileDelivery,
      conversation,
      subject: { kind: "file", sha256: certificate.pdfSha256 ?? "", caption },
    },
  ];
}

/** Who gets it and why, as the ledger says it. */
export function recipientInLedger({ user, reasons, failure }: Recipient) {
  return { user, reasons: reasons.map(({ role, reason }) => ({ role, reason })), failure: failure ?? null };
}
