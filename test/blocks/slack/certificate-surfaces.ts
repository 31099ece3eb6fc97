import { certificateMessage } from "../../../blocks/slack/certificate/certificate.ts";
import * as told from "../../../blocks/slack/certificate/certificate-answers.ts";
import { recipientModal } from "../../../blocks/slack/certificate/recipient-modal.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { Certificate } from "../../../src/domain/certificate/certificate.ts";
import type { CertificateCheck } from "../../../src/domain/certificate/certificate-outcome.ts";
import type { CertificateRecord } from "../../../src/domain/certificate/certificate-record.ts";
import {
  type CertificateSummary,
  summarizeCertificate,
} from "../../../src/domain/certificate/certificate-summary.ts";
import type { Distribution, Recipient } from "../../../src/domain/certificate/distribution.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { ana, at, now } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

/** The outcomes, with the vendor's words in them. */
export function checksWith(words: string): readonly CertificateCheck[] {
  return [
    { kind: "verified", keyId: words, algorithm: "Ed25519" },
    {
      kind: "invalid",
      reasons: [
        { why: "other_migration", named: words },
        { why: "contradicts_itself", parts: [words, words] },
      ],
    },
    {
      kind: "unverifiable",
      reasons: [
        { why: "unknown_key", keyId: words },
        { why: "unknown_scheme", scheme: words },
      ],
    },
    { kind: "missing" },
  ];
}

export function recordWith(words: string, check: CertificateCheck): CertificateRecord {
  const missing = check.kind === "missing";
  return {
    id: "00000000-0000-4000-8000-00000000000a",
    closeoutId: "c1",
    certificateId: missing ? undefined : words,
    check,
    jsonSha256: missing ? undefined : "a".repeat(64),
    pdfSha256: missing ? undefined : "b".repeat(64),
    pictureSha256: undefined,
    askedAt: now,
    fetchedAt: now,
  };
}

export function summaryWith(words: string, many: number, check: CertificateCheck): CertificateSummary {
  const perspective = {
    score: 0.998,
    passed: true,
    counts: Array.from({ length: many }, () => ({ name: words, value: 12_000 })),
  };
  const certificate: Certificate = {
    id: words,
    protocolVersion: "1.0",
    issuedAt: at("2026-02-15T10:30"),
    validUntil: at("2033-02-15T10:30"),
    migration: { id: words, source: words, target: words },
    perspectives: {
      structural: perspective,
      statistical: perspective,
      referential: perspective,
      semantic: perspective,
      behavioral: undefined,
    },
    overallConfidence: 0.997,
    coverage: { table: 1, column: 1, record: 1, logic_path: 0.87, relationship: undefined },
    exceptions: Array.from({ length: many }, () => ({
      description: words,
      severity: words,
      magnitude: words,
      analysis: words,
    })),
    hashChain: { kind: "roots", source: words, target: words, evidence: words },
    signature: undefined,
  };
  return summarizeCertificate(certificate, check);
}

export function recipientWith(words: string, different: Partial<Recipient> = {}): Recipient {
  return {
    id: "00000000-0000-4000-8000-00000000000b",
    user: "U0EVA",
    reasons: [
      { role: "business_sponsor", reason: words },
      { role: "it_audit", reason: words },
    ],
    messageDelivery: "m",
    fileDelivery: "f",
    sentAt: now,
    deliveredAt: now,
    receivedAt: undefined,
    failure: undefined,
    replaced: undefined,
    reminded: 2,
    remindAt: undefined,
    ownerToldAt: undefined,
    ...different,
  };
}

export function distributionWith(
  words: string,
  check: CertificateCheck,
  recipients: readonly Recipient[],
): Distribution {
  return {
    id: "d",
    closeoutId: "c1",
    certificate: recordWith(words, check),
    startedBy: ana,
    startedAt: now,
    current: true,
    recipients,
  };
}

/** Everything that is shown about certificates and of the vendor's news, with somebody's words wherever there are words. */
export function certificateSurfaces(
  words: string,
  many: number,
  closeout: Closeout,
): Record<string, Surface> {
  const checks = checksWith(words);
  const [verified = { kind: "missing" }, invalid = verified, doubtful = verified] = checks;
  const states: readonly Partial<Recipient>[] = [
    {},
    { deliveredAt: undefined },
    { receivedAt: now },
    { failure: "left", deliveredAt: undefined },
    { failure: "refused", deliveredAt: undefined },
    { replaced: { by: "U0MARIA", because: words } },
  ];
  const recipients = states.map((state) => recipientWith(words, state));
  const distribution = distributionWith(words, verified, recipients);
  const record = recordWith(words, verified);
  const newer = { ...record, id: "n", pdfSha256: "c".repeat(64) };
  const views = checks.flatMap((check): [string, Message][] =>
    [true, false].map((sent) => [
      `certificate ${check.kind} ${sent ? "sent" : "unsent"}`,
      certificateMessage({
        closeout,
        record: recordWith(words, check),
        summary: summaryWith(words, many, check),
        distribution: sent ? distribution : undefined,
        mayDistribute: true,
        fetched: undefined,
      }),
    ]),
  );
  const view = {
    closeout,
    record,
    summary: summaryWith(words, many, verified),
    distribution,
    mayDistribute: true,
    fetched: { news: true },
  };
  const common = { kind: "certificate", closeout, distribution } as const;
  const summary = view.summary;
  const toEach = recipients.flatMap((recipient, index): [string, Message][] =>
    [undefined, newer].flatMap((other): [string, Message][] => {
      const to = { ...common, recipient, newer: other };
      const name = `${index}${other === undefined ? "" : " outdated"}`;
      return [
        [`copy ${name}`, renderNotice({ ...to, about: "copy", summary })],
        [`reminder ${name}`, renderNotice({ ...to, about: "reminder" })],
        [`unreceived ${name}`, renderNotice({ ...to, about: "unreceived" })],
        [`left ${name}`, renderNotice({ ...to, about: "left" })],
      ];
    }),
  );
  const [first = recipientWith(words)] = recipients;
  return {
    ...Object.fromEntries([...views, ...toEach]),
    progress: renderNotice({ ...common, about: "progress", newer: undefined }),
    progressOver: renderNotice({ ...common, about: "progress", newer }),
    progressDoubtful: renderNotice({
      ...common,
      about: "progress",
      newer: undefined,
      distribution: distributionWith(words, doubtful, recipients),
    }),
    progressInvalid: renderNotice({
      ...common,
      about: "progress",
      newer: undefined,
      distribution: distributionWith(words, invalid, recipients),
    }),
    ...Object.fromEntries(
      [true, false].flatMap((over): [string, Message][] => [
        [
          `alert ${over}`,
          renderNotice({ ...common, about: "alert", summary: summaryWith(words, many, invalid), over }),
        ],
        [`offer ${over}`, renderNotice({ ...common, about: "offer", record, summary, sent: false, over })],
      ]),
    ),
    offerSent: renderNotice({ ...common, about: "offer", record, summary, sent: true, over: false }),
    offerDoubtful: renderNotice({
      ...common,
      about: "offer",
      record: recordWith(words, doubtful),
      summary: summaryWith(words, many, doubtful),
      sent: false,
      over: false,
    }),
    notFetchedNotice: renderNotice({ ...common, about: "not_fetched" }),
    validationFailed: renderNotice({ kind: "validation_failed", closeout, validationId: words, at: now }),
    startOffer: renderNotice(offerOf(words, undefined)),
    startOfferTaken: renderNotice(offerOf(words, closeout)),
    recipientModal: recipientModal(first.id),
    asking: told.askingSensei(),
    notFetched: told.notFetched(closeout, words, undefined),
    notFetchedKnown: told.notFetched(closeout, words, view),
    sent: told.certificateSent(closeout, distribution),
    sentBefore: told.certificateSentBefore(closeout, distribution),
    ...Object.fromEntries(
      (["not_fetched", "missing", "invalid", "no_pdf"] as const).map((why) => [
        `not sent ${why}`,
        told.certificateNotSent(closeout, why, recordWith(words, invalid)),
      ]),
    ),
    askWhetherToSend: told.askWhetherToSend(closeout, recordWith(words, doubtful)),
    noRecipients: told.noRecipients(closeout),
    receiptNoted: told.receiptNoted(closeout),
    receiptNotedBefore: told.receiptNotedBefore(closeout, now),
    notYourReceipt: told.notYourReceipt(closeout, first),
    outdatedReceipt: told.outdatedReceipt(closeout, true),
    outdatedReceiptUnsent: told.outdatedReceipt(closeout, false),
    receiptOfReplaced: told.receiptOfReplaced(closeout, "U0MARIA"),
    unknownRecipient: told.unknownRecipient(commands),
    sentAgain: told.sentAgain(first),
    recipientReplaced: told.recipientReplaced(first, "U0MARIA"),
    ...Object.fromEntries(
      (["has_received", "on_its_way", "left"] as const).map((why) => [
        `unchanged ${why}`,
        told.recipientUnchanged(why, first, closeout),
      ]),
    ),
    distributionOver: told.distributionOver(closeout, true),
    distributionOverUnsent: told.distributionOver(closeout, false),
    replacedBefore: told.replacedBefore(closeout, "U0MARIA"),
    whichRecipient: told.whichRecipient(closeout, distribution),
    whichRecipientOfNone: told.whichRecipient(closeout, undefined),
    unknownCertificateWord: told.unknownCertificateWord(words, words, commands),
  };
}

function offerOf(words: string, closeout: Closeout | undefined) {
  // The codec of the button takes ids of up to 200 characters, as the webhook does.
  const migrationId = words.slice(0, 200) || "mig_1";
  return { kind: "start_offer", migrationId, migrationName: words, completedAt: now, closeout } as const;
}
