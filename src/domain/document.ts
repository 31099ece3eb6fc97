import { createHash } from "node:crypto";
import type { Temporal } from "temporal-polyfill";

/**
 * Exact bytes that a closeout keeps: a certificate, a chart, a report. Known by their SHA-256, in lower-case hex, so that the same
 * bytes are kept once and whoever names them names these.
 */
export type Document = {
  readonly sha256: string;
  /** A file's name, such as `BEC-2026-0215-00847.pdf`. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly savedAt: Temporal.Instant;
};

/** A document by its name and hash, as messages and the ledger speak of it. */
export type DocumentRef = Pick<Document, "sha256" | "name">;

/** SHA-256 of exact bytes, in lower-case hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Bytes as a document of this moment. */
export function documentOf(
  bytes: Uint8Array,
  facts: Pick<Document, "name" | "mediaType" | "savedAt">,
): Document {
  return { ...facts, bytes, sha256: sha256Of(bytes) };
}
