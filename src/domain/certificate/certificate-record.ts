import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../assert-never.ts";
import type { CertificateCheck } from "./certificate-outcome.ts";

/**
 * What came of asking for a certificate once: the outcome of the check, and the exact bytes by their SHA-256. A new record is made
 * only when something differs from the one before; the last one is what counts.
 */
export type CertificateRecord = {
  readonly id: string;
  readonly closeoutId: string;
  /** The vendor's id of it, such as `BEC-2026-0215-00847`. */
  readonly certificateId: string | undefined;
  readonly check: CertificateCheck;
  readonly jsonSha256: string | undefined;
  readonly pdfSha256: string | undefined;
  /** Its scores as a picture. */
  readonly pictureSha256: string | undefined;
  /** When Sensei was asked: what was asked for later is newer. */
  readonly askedAt: Temporal.Instant;
  readonly fetchedAt: Temporal.Instant;
};

/** Whether two records hold the same bytes. */
export function sameBytes(
  one: Pick<CertificateRecord, "jsonSha256" | "pdfSha256">,
  other: Pick<CertificateRecord, "jsonSha256" | "pdfSha256">,
): boolean {
  return one.jsonSha256 === other.jsonSha256 && one.pdfSha256 === other.pdfSha256;
}

/** Whether this is another certificate in place of one that was sent; none at all takes nobody's place. */
export function takesThePlaceOf(latest: CertificateRecord | undefined, sent: CertificateRecord): boolean {
  if (latest === undefined || latest.check.kind === "missing") return false;
  return !sameBytes(latest, sent);
}

/** What to call it: its id, or what it is. */
export function certificateName({ certificateId }: Pick<CertificateRecord, "certificateId">): string {
  return certificateId ?? "Certificate without an id";
}

/**
 * Whether others may rely on a closeout's certificate. `trusted` only when verified; `doubtful` when nobody can tell; everything
 * that depends on the certificate stops at `unusable`.
 */
export type Reliance =
  | { readonly kind: "trusted" }
  | { readonly kind: "doubtful" }
  | { readonly kind: "unusable"; readonly why: "not_fetched" | "missing" | "invalid" };

/** What the latest record of a closeout (or none) allows. */
export function relianceOn(latest: Pick<CertificateRecord, "check"> | undefined): Reliance {
  if (latest === undefined) return { kind: "unusable", why: "not_fetched" };
  const { kind } = latest.check;
  switch (kind) {
    case "verified":
      return { kind: "trusted" };
    case "unverifiable":
      return { kind: "doubtful" };
    case "missing":
    case "invalid":
      return { kind: "unusable", why: kind };
    default:
      return assertNever(kind);
  }
}

/** Whether it can be sent to its recipients; an unverifiable one only by somebody who knows that. */
export type Distributable =
  | { readonly kind: "yes" }
  | { readonly kind: "if_confirmed" }
  | { readonly kind: "no"; readonly why: "not_fetched" | "missing" | "invalid" | "no_pdf" };

/** Recipients get the PDF itself, so without one there is nothing to send. */
export function distributable(latest: CertificateRecord | undefined): Distributable {
  const reliance = relianceOn(latest);
  if (reliance.kind === "unusable") return { kind: "no", why: reliance.why };
  if (latest?.pdfSha256 === undefined) return { kind: "no", why: "no_pdf" };
  return reliance.kind === "trusted" ? { kind: "yes" } : { kind: "if_confirmed" };
}
