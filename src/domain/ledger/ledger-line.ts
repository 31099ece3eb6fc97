import { hash } from "node:crypto";
import canonicalize from "canonicalize";
import type { LedgerEntry } from "./ledger.ts";

/** The parts of an entry that people and features fill, as canonical JSON. */
export type CanonicalParts = { readonly actor: string; readonly data: string };

/** Actor and data of an entry as RFC 8785 canonical JSON: as they are hashed, and as they are stored. */
export function canonicalParts({ actor, data }: Pick<LedgerEntry, "actor" | "data">): CanonicalParts {
  return { actor: canonical(actor), data: canonical(data) };
}

/**
 * An entry as RFC 8785 canonical JSON, put together from parts that are canonical already: its members in their order, which is
 * that of their names.
 */
export function entryLine(
  { at, closeout, kind, prev, seq }: Omit<LedgerEntry, "actor" | "data">,
  { actor, data }: CanonicalParts,
): string {
  const text = JSON.stringify;
  return `{"actor":${actor},"at":${text(at)},"closeout":${text(closeout)},"data":${data},"kind":${text(kind)},"prev":${text(prev)},"seq":${seq}}`;
}

/** SHA-256, in lower-case hex, over the UTF-8 bytes of a line. */
export function hashLine(line: string): string {
  return hash("sha256", line, "hex");
}

/** RFC 8785 canonical JSON; throws on what has none. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("This has no canonical JSON");
  return text;
}
