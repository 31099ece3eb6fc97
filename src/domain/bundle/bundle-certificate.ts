import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { checkCertificate } from "../certificate/certificate-check.ts";
import type { CertificateKey } from "../certificate/certificate-keys.ts";
import { checkReasons, checkWords } from "../certificate/certificate-words.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { type LedgerFold, type Trace, textOf, trace } from "./bundle-entry.ts";

/** How the latest certificate was judged: the ledger's words, and what it takes to judge it again. */
export const certificateRecordSchema = z.strictObject({
  recorded: z.looseObject({ entry: z.int() }),
  /** The moment at which it was judged for this bundle; certificates expire. */
  judgedAt: z.string(),
  migration: z.strictObject({ id: z.string(), source: z.string(), target: z.string() }),
  /** The vendor's public keys that were trusted. */
  keys: z.array(z.strictObject({ id: z.string(), publicKey: z.string() })),
});
export type BundledCheck = Readonly<z.infer<typeof certificateRecordSchema>>;

/** What the ledger says of the latest certificate. */
export type RecordedCheck = Trace & { readonly event: string; readonly data: LedgerEntry["data"] };

/** Finds the latest entry that says how a certificate was judged. */
export function foldCertificate(): LedgerFold & { latest(): RecordedCheck | undefined } {
  let latest: RecordedCheck | undefined;
  return {
    take(entry) {
      if (entry.kind === "certificate.fetched" || entry.kind === "certificate.checked") {
        latest = { ...trace(entry), event: entry.kind, data: entry.data };
      }
    },
    latest: () => latest,
  };
}

/**
 * Judges a certificate's bytes once more, as they were judged when the bundle was made.
 * @returns whether the outcome and its words are those that the ledger has
 */
export function judgedTheSame(
  { data }: RecordedCheck,
  bytes: { readonly json: Uint8Array | undefined; readonly pdf: Uint8Array | undefined },
  {
    judgedAt,
    migration,
    keys,
  }: Pick<BundledCheck, "judgedAt" | "migration"> & { readonly keys: readonly CertificateKey[] },
): boolean {
  const now = Temporal.Instant.from(judgedAt);
  const { check } = checkCertificate({ ...bytes, migration, keys, now });
  return (
    textOf(data, "outcome") === check.kind &&
    textOf(data, "words") === [checkWords(check), ...checkReasons(check)].join(" ")
  );
}
