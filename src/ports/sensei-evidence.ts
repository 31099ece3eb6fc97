import type { Temporal } from "temporal-polyfill";

/** The five perspectives of a validation, in the vendor's order. */
export type PerspectiveName = "structural" | "statistical" | "referential" | "semantic" | "behavioral";

/** One perspective as far as Sensei described it. */
export type Perspective = {
  /** The vendor's word, in lower case: `passed`, `warning`, `failed`. */
  readonly status: string | undefined;
  /** 0 to 1. */
  readonly score: number | undefined;
  /** Every other number that was there, by the vendor's name for it: `{ queries_replayed: 12000 }`. */
  readonly counts: Readonly<Record<string, number>>;
};

export type ValidationResult = "passed" | "passed_with_warnings" | "failed" | "partial" | "unknown";

/** A validation of a migration. What the vendor left out or wrote unreadably is `undefined`. */
export type Validation = {
  readonly id: string;
  readonly migrationId: string | undefined;
  /** `unknown` for a word that the vendor introduced after us, or none. */
  readonly overallResult: ValidationResult;
  /** The vendor's own word for the result, for showing it. */
  readonly vendorResult: string | undefined;
  /** 0 to 1. */
  readonly confidence: number | undefined;
  /** A list of validations comes without them: then all are `undefined`. */
  readonly perspectives: Readonly<Record<PerspectiveName, Perspective | undefined>>;
  readonly certificateId: string | undefined;
  readonly completedAt: Temporal.Instant | undefined;
};

/** The certificate as JSON, exactly as it came, or why there is none. */
export type CertificateDocument =
  | {
      readonly kind: "found";
      readonly bytes: Uint8Array;
      readonly validationId: string;
      readonly requestId: string;
    }
  /** No validation that could carry a certificate, or one without it. */
  | { readonly kind: "missing"; readonly why: "no_validation" | "no_certificate" };

/** The certificate as PDF, exactly as it came (whether it is a PDF has not been looked at), or nothing. */
export type CertificatePdf =
  | { readonly kind: "found"; readonly bytes: Uint8Array; readonly requestId: string }
  | { readonly kind: "missing" };

/** What was planned and approved. What the vendor left out is `undefined`. */
export type MigrationPlan = {
  readonly id: string | undefined;
  readonly status: string | undefined;
  readonly approvedAt: Temporal.Instant | undefined;
  readonly approvedBy: string | undefined;
  readonly tables: number | undefined;
  readonly columns: number | undefined;
  readonly estimatedDurationSeconds: number | undefined;
  /** US dollars. */
  readonly estimatedCostUsd: number | undefined;
  /** The rollback window, in hours. */
  readonly rollbackWindowHours: number | undefined;
  /** The whole answer, for keeping. */
  readonly json: unknown;
};

/** An answer whose JSON somebody else makes sense of, and the exact bytes for keeping. */
export type RawDocument = {
  readonly json: unknown;
  readonly bytes: Uint8Array;
  readonly requestId: string;
};
