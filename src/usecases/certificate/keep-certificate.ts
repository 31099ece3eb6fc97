import { randomUUID } from "node:crypto";
import canonicalize from "canonicalize";
import { Temporal } from "temporal-polyfill";
import { type CheckedCertificate, checkCertificate } from "../../domain/certificate/certificate-check.ts";
import {
  type CertificateRecord,
  sameBytes,
  takesThePlaceOf,
} from "../../domain/certificate/certificate-record.ts";
import { certificateChartView } from "../../domain/certificate/certificate-summary.ts";
import { checkReasons, checkWords } from "../../domain/certificate/certificate-words.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { type Document, type DocumentRef, documentOf } from "../../domain/document.ts";
import type { Actor } from "../../domain/identity.ts";
import type { CloseoutChange, NewDelivery } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { supersedeSignoffs } from "../signoff/supersede-signoffs.ts";

/** A certificate as bytes: `undefined` is what Sensei does not have. */
export type CertificateBytes = {
  readonly json: Uint8Array | undefined;
  readonly pdf: Uint8Array | undefined;
};

/** A certificate that was checked, with everything that is kept of it. */
export type PreparedCertificate = {
  readonly record: CertificateRecord;
  readonly documents: readonly Document[];
};

/** Checks a certificate for a closeout and draws its picture. */
export async function prepareCertificate(
  deps: Pick<Deps, "clock" | "certificateKeys" | "pictures" | "log">,
  closeout: Closeout,
  bytes: CertificateBytes,
  askedAt: Temporal.Instant,
): Promise<PreparedCertificate> {
  const now = deps.clock.now();
  const { migration } = closeout;
  const checked = checkCertificate({ ...bytes, migration, keys: deps.certificateKeys, now });
  const stem = fileStem(checked.certificate?.id);
  const keep = (content: Uint8Array | undefined, extension: string, mediaType: string) =>
    content && documentOf(content, { name: `${stem}.${extension}`, mediaType, savedAt: now });
  const json = keep(bytes.json, "json", "application/json");
  const pdf = keep(bytes.pdf, "pdf", "application/pdf");
  const picture = keep(await draw(deps, checked), "png", "image/png");
  return {
    record: {
      id: randomUUID(),
      closeoutId: closeout.id,
      certificateId: checked.certificate?.id,
      check: checked.check,
      jsonSha256: json?.sha256,
      pdfSha256: pdf?.sha256,
      pictureSha256: picture?.sha256,
      askedAt,
      fetchedAt: now,
    },
    documents: [json, pdf, picture].filter((document) => document !== undefined),
  };
}

/** What was kept: the record that counts from now on, and whether it is a new one. */
export type KeptCertificate = { readonly record: CertificateRecord; readonly news: boolean };

/**
 * Keeps it, within a change, unless it says the same as what is known or somebody who asked later knows more already. News are in the
 * ledger, in the messages that speak of an earlier one, and where it is invalid with owner and compliance officer.
 */
export async function keepCertificate(
  change: CloseoutChange,
  { record, documents }: PreparedCertificate,
  by: Actor,
  kind: "certificate.fetched" | "certificate.checked",
): Promise<KeptCertificate> {
  const latest = await change.certificates.latest();
  if (latest !== undefined && Temporal.Instant.compare(record.askedAt, latest.askedAt) < 0) {
    return { record: latest, news: false };
  }
  if (latest !== undefined && saysTheSame(latest, record)) {
    await change.certificates.confirm(latest.id, record.askedAt);
    return { record: latest, news: false };
  }
  for (const document of documents) await change.saveDocument(document);
  await change.certificates.save(record);
  await change.record({ actor: by, kind, data: inLedger(record) });
  const current = await change.certificates.current();
  const over = current !== undefined && takesThePlaceOf(record, current.certificate);
  if (over || record.check.kind === "invalid") await change.certificates.stopReminders();
  if (latest !== undefined) await change.refreshAbout({ kind: "certificate" });
  if (record.check.kind === "invalid") await change.post(alertsOf(change.closeout, record));
  const file = certificateFile(record);
  if (file !== undefined) {
    await supersedeSignoffs(change, { kind: "certificate" }, file.sha256, record.fetchedAt);
  }
  return { record, news: true };
}

/** What the ledger says of a record: its id, the outcome with its reasons as codes and in words, and the hashes. */
export function inLedger({ certificateId, check, jsonSha256, pdfSha256 }: CertificateRecord) {
  return {
    certificate: certificateId ?? null,
    outcome: check.kind,
    key: check.kind === "verified" ? check.keyId : null,
    reasons: "reasons" in check ? check.reasons.map(({ why }) => why) : [],
    words: [checkWords(check), ...checkReasons(check)].join(" "),
    json: jsonSha256 ?? null,
    pdf: pdfSha256 ?? null,
  };
}

function alertsOf({ owner, roles }: Closeout, { id }: CertificateRecord): readonly NewDelivery[] {
  return [...new Set([owner, roles.compliance_officer])].map((user) => ({
    id: randomUUID(),
    conversation: { kind: "direct", user },
    subject: { kind: "certificate", about: "alert", record: id },
  }));
}

/** The store gives an outcome's members back in an order of its own. */
function saysTheSame(one: CertificateRecord, other: CertificateRecord): boolean {
  return sameBytes(one, other) && canonicalize(one.check) === canonicalize(other.check);
}

async function draw(
  { pictures, log }: Pick<Deps, "pictures" | "log">,
  { certificate, check }: CheckedCertificate,
): Promise<Uint8Array | undefined> {
  if (certificate === undefined) return undefined;
  try {
    return await pictures.certificate(certificateChartView(certificate, check));
  } catch (error) {
    // The figures are in words as well; nobody has to go without a certificate because of its picture.
    log.error({ err: error }, "a certificate's picture could not be drawn");
    return undefined;
  }
}

/** The bytes by which others speak of a certificate: its PDF, else its JSON; `undefined` where there are none. */
export function certificateFile(record: CertificateRecord): DocumentRef | undefined {
  const { pdfSha256, jsonSha256, certificateId } = record;
  const sha256 = pdfSha256 ?? jsonSha256;
  const extension = pdfSha256 === undefined ? "json" : "pdf";
  return sha256 === undefined ? undefined : { sha256, name: `${fileStem(certificateId)}.${extension}` };
}

/** The certificate's id as a file's name; the id is the vendor's, so it may hold anything. */
function fileStem(id: string | undefined): string {
  const safe = (id ?? "")
    .replaceAll(/[^\w.-]+/g, "-")
    .replaceAll(/^[.-]+|[.-]+$/g, "")
    .slice(0, 80);
  return safe === "" ? "certificate" : safe;
}
