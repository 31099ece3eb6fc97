import { knownEngines } from "../migration.ts";
import type { Certificate } from "./certificate.ts";

/** What a certificate is compared with: the closeout's migration, and its two databases as people call them. */
export type ExpectedMigration = { readonly id: string; readonly source: string; readonly target: string };

/** Whether a certificate belongs to a migration. `named` says in the certificate's words what it belongs to. */
export type Belonging =
  | { readonly kind: "same" }
  | { readonly kind: "other"; readonly named: string }
  | { readonly kind: "cannot_tell" };

/** By the migration's id if the certificate names one, else by both databases: one of them alone proves nothing. */
export function belongsTo(migration: Certificate["migration"], expected: ExpectedMigration): Belonging {
  const { id, source, target } = migration;
  if (id !== undefined) return id === expected.id ? { kind: "same" } : { kind: "other", named: id };
  const ends = [compareEnd(source, expected.source), compareEnd(target, expected.target)];
  if (ends.includes("other")) {
    return { kind: "other", named: [source ?? "unnamed", target ?? "unnamed"].join(" → ") };
  }
  return ends.every((end) => end === "same") ? { kind: "same" } : { kind: "cannot_tell" };
}

/** The certificate may say more (`Oracle 19c (HR_PROD)`) or only the engine (`Oracle 19c`), which fits many. */
function compareEnd(stated: string | undefined, expected: string): "same" | "other" | "cannot_tell" {
  if (stated === undefined) return "cannot_tell";
  const words = wordsOf(stated);
  const ours = wordsOf(expected);
  if (ours.length > 0 && ours.every((word) => words.includes(word))) {
    return ours.every(isEngineWord) ? "cannot_tell" : "same";
  }
  return words.every(isEngineWord) ? "cannot_tell" : "other";
}

function wordsOf(text: string): readonly string[] {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}_$#]+/u)
    .filter((word) => word !== "");
}

/** Names and versions of engines, and the words around them. */
function isEngineWord(word: string): boolean {
  return knownEngines.includes(word) || /^(?:v?\d[\da-z]*|sql|server|database|db)$/.test(word);
}
