import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { type Certificate, perspectiveNames } from "./certificate.ts";
import type { CertificateKey } from "./certificate-keys.ts";
import { belongsTo, type ExpectedMigration } from "./certificate-migration.ts";
import type { CertificateCheck, InvalidReason, UnverifiableReason } from "./certificate-outcome.ts";
import { checkSignature } from "./certificate-signature.ts";
import { readExactJson } from "./exact-json.ts";
import { isPdf, type PdfNaming, pdfNames } from "./pdf-probe.ts";
import { readCertificate } from "./read-certificate.ts";

/** What there is of a certificate and what it has to fit. Bytes are as they came; `undefined` is what the vendor does not have. */
export type CertificateEvidence = {
  readonly json: Uint8Array | undefined;
  readonly pdf: Uint8Array | undefined;
  readonly migration: ExpectedMigration;
  /** The trusted keys. */
  readonly keys: readonly CertificateKey[];
  readonly now: Temporal.Instant;
};

/** The outcome, and the certificate as far as it could be read: also one that is invalid has something to show. */
export type CheckedCertificate = {
  readonly check: CertificateCheck;
  readonly certificate: Certificate | undefined;
};

/** The vendor's clock and ours may differ by this much. */
const clockSkew = Temporal.Duration.from({ minutes: 5 });

/**
 * Checks a certificate: its signature, whether it belongs to this migration and is valid now, and whether its PDF is one and
 * names it. Any reason against it makes it invalid, whatever else cannot be told; the reasons come all together.
 */
export function checkCertificate(evidence: CertificateEvidence): CheckedCertificate {
  const { json, pdf } = evidence;
  if (json === undefined && pdf === undefined) return { check: { kind: "missing" }, certificate: undefined };
  if (json === undefined) return { check: checkPdfAlone(pdf), certificate: undefined };
  const read = readExactJson(json);
  if (!read.ok) {
    return {
      check: { kind: "invalid", reasons: [{ why: "unreadable", fault: read.fault }] },
      certificate: undefined,
    };
  }
  const members = objectSchema.safeParse(read.value).data;
  if (members === undefined) {
    return {
      check: { kind: "invalid", reasons: [{ why: "unreadable", fault: "not_an_object" }] },
      certificate: undefined,
    };
  }
  const certificate = readCertificate(members);
  const signature = checkSignature(members, certificate.signature, evidence.keys);
  const pdfProblem = checkPdf(pdf, certificate.id);
  const belonging = belongsTo(certificate.migration, evidence.migration);
  const against: readonly InvalidReason[] = [
    ...(signature.kind === "invalid" ? [signature.reason] : []),
    ...(belonging.kind === "other" ? [{ why: "other_migration" as const, named: belonging.named }] : []),
    ...checkDates(certificate, evidence.now),
    ...checkScores(certificate),
    ...(pdfProblem?.kind === "invalid" ? [pdfProblem.reason] : []),
  ];
  if (against.length > 0) return { check: { kind: "invalid", reasons: [...against] }, certificate };
  const doubts: readonly UnverifiableReason[] = [
    ...(signature.kind === "unverifiable" ? [signature.reason] : []),
    ...(read.lossyNumbers.length > 0
      ? [{ why: "ambiguous_numbers" as const, numbers: [...read.lossyNumbers] }]
      : []),
    ...(certificate.id === undefined ? [{ why: "names_no_id" as const }] : []),
    ...(belonging.kind === "cannot_tell" ? [{ why: "names_no_migration" as const }] : []),
    ...(pdfProblem?.kind === "unverifiable" ? [pdfProblem.reason] : []),
  ];
  if (doubts.length > 0 || signature.kind !== "holds") {
    return { check: { kind: "unverifiable", reasons: [...doubts] }, certificate };
  }
  return { check: { kind: "verified", keyId: signature.keyId, algorithm: "Ed25519" }, certificate };
}

// Not z.record: it would drop a member named __proto__ from what was signed.
const objectSchema = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

function checkPdfAlone(pdf: Uint8Array | undefined): CertificateCheck {
  return pdf !== undefined && isPdf(pdf)
    ? { kind: "unverifiable", reasons: [{ why: "pdf_only" }] }
    : { kind: "invalid", reasons: [{ why: "pdf_is_no_pdf" }] };
}

type PdfProblem =
  | { readonly kind: "invalid"; readonly reason: InvalidReason }
  | { readonly kind: "unverifiable"; readonly reason: UnverifiableReason };

function checkPdf(pdf: Uint8Array | undefined, id: string | undefined): PdfProblem | undefined {
  if (pdf === undefined) return undefined;
  if (!isPdf(pdf)) return { kind: "invalid", reason: { why: "pdf_is_no_pdf" } };
  if (id === undefined) return undefined;
  return pdfProblemOf(pdfNames(pdf, id));
}

function pdfProblemOf(naming: PdfNaming): PdfProblem | undefined {
  if (naming.kind === "named") return undefined;
  if (naming.kind === "names_another") {
    return { kind: "invalid", reason: { why: "pdf_names_another", named: naming.named } };
  }
  const why = naming.kind === "not_found" ? "pdf_does_not_name_it" : "pdf_unreadable";
  return { kind: "unverifiable", reason: { why } };
}

function checkDates({ issuedAt, validUntil }: Certificate, now: Temporal.Instant): readonly InvalidReason[] {
  const early = issuedAt !== undefined && Temporal.Instant.compare(issuedAt, now.add(clockSkew)) > 0;
  const late = validUntil !== undefined && Temporal.Instant.compare(validUntil, now) <= 0;
  return [
    ...(early ? [{ why: "not_yet_valid" as const, from: issuedAt.toString() }] : []),
    ...(late ? [{ why: "expired" as const, at: validUntil.toString() }] : []),
  ];
}

/** A certificate is issued only when all five perspectives pass. What it leaves out contradicts nothing. */
function checkScores({ perspectives, overallConfidence }: Certificate): readonly InvalidReason[] {
  const parts = perspectiveNames.flatMap((name) => {
    const perspective = perspectives[name];
    return [
      ...(perspective?.passed === false ? [`${name} did not pass`] : []),
      ...(isRatio(perspective?.score) ? [] : [`${name} has a score of ${perspective?.score}`]),
    ];
  });
  if (!isRatio(overallConfidence)) parts.push(`the overall confidence is ${overallConfidence}`);
  return parts.length > 0 ? [{ why: "contradicts_itself", parts }] : [];
}

function isRatio(value: number | undefined): boolean {
  return value === undefined || (value >= 0 && value <= 1);
}
