import type { Temporal } from "temporal-polyfill";

/** The five perspectives that the vendor validates a migration from, in its order. */
export const perspectiveNames = [
  "structural",
  "statistical",
  "referential",
  "semantic",
  "behavioral",
] as const;
export type PerspectiveName = (typeof perspectiveNames)[number];

/** What the vendor states how much of it was covered. */
export const coverageNames = ["table", "column", "record", "logic_path", "relationship"] as const;
export type CoverageName = (typeof coverageNames)[number];

/** One perspective. `counts` are the vendor's other figures about it, by its own names (`queries_replayed`). */
export type Perspective = {
  /** 0 to 1 in a sound certificate; a figure outside is kept as it is, for the check to find. */
  readonly score: number | undefined;
  /** The vendor's own word whether it passed, where it says so. */
  readonly passed: boolean | undefined;
  readonly counts: readonly { readonly name: string; readonly value: number }[];
};

/** A documented exception, in the vendor's words. */
export type CertificateException = {
  readonly description: string | undefined;
  readonly severity: string | undefined;
  readonly magnitude: string | undefined;
  readonly analysis: string | undefined;
};

/** The roots that the evidence hangs from: three, or one Merkle root. */
export type HashChain =
  | {
      readonly kind: "roots";
      readonly source: string | undefined;
      readonly target: string | undefined;
      readonly evidence: string | undefined;
    }
  | { readonly kind: "merkle"; readonly root: string };

/** The signature as found; whether it holds is the business of `certificate-check.ts`. */
export type SignatureClaim = {
  readonly algorithm: string | undefined;
  readonly keyId: string | undefined;
  readonly value: string | undefined;
};

/**
 * A Behavioral Equivalence Certificate as the vendor's JSON states it, in any of its three shapes. What is missing or
 * unreadable is `undefined`; nothing is filled in. Read by `readCertificate`.
 */
export type Certificate = {
  readonly id: string | undefined;
  readonly protocolVersion: string | undefined;
  readonly issuedAt: Temporal.Instant | undefined;
  /** The first moment at which it is no longer valid. */
  readonly validUntil: Temporal.Instant | undefined;
  readonly migration: {
    readonly id: string | undefined;
    readonly source: string | undefined;
    readonly target: string | undefined;
  };
  readonly perspectives: Readonly<Record<PerspectiveName, Perspective | undefined>>;
  /** 0 to 1. */
  readonly overallConfidence: number | undefined;
  /** Fractions, 0 to 1. */
  readonly coverage: Readonly<Record<CoverageName, number | undefined>>;
  readonly exceptions: readonly CertificateException[];
  readonly hashChain: HashChain | undefined;
  readonly signature: SignatureClaim | undefined;
};
