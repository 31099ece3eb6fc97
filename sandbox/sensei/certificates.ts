import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import { certificateKeyId, signCertificate } from "./certificate-key.ts";
import { pdfOf } from "./certificate-pdf.ts";
import type { SimulatedMigration } from "./example-migrations.ts";
import { isObject, type JsonObject } from "./http.ts";

/** What can be the matter with a certificate. */
export const certificateVariants = [
  "valid",
  "unsigned",
  "unknown_scheme",
  "unknown_key",
  "wrong_signature",
  "tampered",
  "expired",
  "foreign_migration",
  "other_pdf",
  "not_a_pdf",
  "missing",
] as const;

type Variant = (typeof certificateVariants)[number];

export const certificateChoice = z.strictObject({
  migration_id: z.string(),
  variant: z.enum(certificateVariants).default("valid"),
  /** Which of the three shapes that the vendor's pages show; the migration's own by default. */
  shape: z.int().min(0).max(2).optional(),
});

/** A certificate that was issued: its id, its JSON and its PDF, exactly as they are sent. */
export type Certificate = { readonly id: string; readonly json: Buffer; readonly pdf: Buffer };

/** Figures of the vendor's own example. */
const referenceId = "mig_hr_prod_2026";
const issuedFor = ["certified", "archived"];

/** The verification service: issues certificates, good ones unless it is told otherwise. */
export class Certificates {
  readonly #choices = new Map<string, z.infer<typeof certificateChoice>>();

  choose(choice: z.infer<typeof certificateChoice>): void {
    this.#choices.set(choice.migration_id, choice);
  }

  /** The certificate of a migration, the same bytes each time; `undefined` when there is none. */
  of(migration: SimulatedMigration): Certificate | undefined {
    const { variant = "valid", shape } = this.#choices.get(migration.id) ?? {};
    if (variant === "missing" || !issuedFor.includes(String(migration.wire["status"]))) return undefined;
    const id = certificateIdOf(migration);
    const body = shapes[shape ?? shapeIndex(migration)]?.(factsOf(migration, variant)) ?? {};
    const json = Buffer.from(`${JSON.stringify(signed(body, variant), undefined, 2)}\n`);
    return { id, json, pdf: pdf(migration, variant) };
  }
}

/** The id that the certificate of a migration has or would have. */
export function certificateIdOf(migration: SimulatedMigration): string {
  const serial = migration.records % 100_000;
  return migration.id === referenceId
    ? "BEC-2026-0215-00847"
    : `BEC-2026-0301-${String(serial).padStart(5, "0")}`;
}

type Facts = ReturnType<typeof factsOf>;

function factsOf(migration: SimulatedMigration, variant: Variant) {
  const { name, timing } = migration.wire;
  const times = isObject(timing) ? timing : {};
  const completed = times["completed_at"];
  const issued = typeof completed === "string" ? completed : "2026-03-01T08:00:00Z";
  const foreign = variant === "foreign_migration";
  return {
    id: certificateIdOf(migration),
    migrationId: foreign ? "mig_somebody_elses_2026" : migration.id,
    name: String(name),
    source: foreign ? "SOMEBODY_ELSES" : migration.source,
    target: foreign ? "somebody_elses" : migration.target,
    started: times["started_at"],
    issued,
    validUntil: laterYear(issued, variant === "expired" ? -1 : 7),
    tables: migration.tables,
    records: migration.records,
  };
}

function laterYear(iso: string, years: number): string {
  return `${Number(iso.slice(0, 4)) + years}${iso.slice(4)}`;
}

function shapeIndex(migration: SimulatedMigration): number {
  return migration.id === referenceId ? 0 : migration.tables % 3;
}

function resultsOf({ tables, records }: Facts): JsonObject {
  return {
    structural: { score: 1, objects_checked: tables, mismatches: 0 },
    statistical: { score: 0.998, records_compared: records },
    referential: { score: 1, constraints_checked: tables * 2, violations: 0 },
    semantic: { score: 0.994, rules_checked: 312 },
    behavioral: {
      score: 0.996,
      queries_replayed: 12_000,
      exact_matches: 11_943,
      semantic_matches: 52,
      divergences: 5,
    },
  };
}

const exceptions = [
  {
    description: "Five payroll totals differ by at most two cents",
    severity: "low",
    magnitude: "$0.02",
    analysis: "The order in which floating-point numbers are added up differs between the databases.",
  },
];

function root(facts: Facts, what: string): string {
  return `sha256:${createHash("sha256").update(`${facts.migrationId} ${what}`).digest("hex")}`;
}

/** The shapes in which the vendor's pages show a certificate, without its signature. */
const shapes: readonly ((facts: Facts) => JsonObject)[] = [
  (facts) => ({
    certificate_id: facts.id,
    protocol_version: "1.0",
    issued_at: facts.issued,
    valid_until: facts.validUntil,
    migration_id: facts.migrationId,
    validation_results: resultsOf(facts),
    overall_confidence: 0.997,
    coverage: {
      table_coverage: "100%",
      column_coverage: "100%",
      record_coverage: "100%",
      logic_path_coverage: "87%",
      relationship_coverage: "100%",
    },
    hash_chain: {
      source_checkpoint_root: root(facts, "source"),
      target_reconstruction_root: root(facts, "target"),
      validation_evidence_root: root(facts, "evidence"),
    },
    exceptions,
  }),
  (facts) => ({
    id: facts.id,
    issued_at: facts.issued,
    valid_until: facts.validUntil,
    migration: {
      source: facts.source,
      target: facts.target,
      started: facts.started,
      completed: facts.issued,
    },
    validation_results: resultsOf(facts),
    overall_confidence: 0.997,
    coverage: { table_coverage: 100, column_coverage: 100, record_coverage: 100, logic_path_coverage: 87 },
    hash_chain: root(facts, "everything"),
    exceptions,
  }),
  (facts) => ({
    certificate_id: facts.id,
    issued_at: facts.issued,
    valid_until: facts.validUntil,
    migration_id: facts.migrationId,
    migration: { source: facts.source, target: facts.target },
    validation_results: resultsOf(facts),
    overall_confidence: 0.997,
    hash_chain: root(facts, "everything"),
    exceptions: [],
  }),
];

/** Signs the canonical form (RFC 8785) and writes the signature as this shape does: in an object, or as one string. */
function signed(body: JsonObject, variant: Variant): JsonObject {
  if (variant === "unsigned") return body;
  const canonical = Buffer.from(canonicalize(body) ?? "");
  const signature = signCertificate(canonical, variant === "wrong_signature" ? "a stranger" : "us");
  const told = variant === "tampered" ? { ...body, overall_confidence: 1 } : body;
  if (variant === "unknown_scheme") {
    return { ...told, signature: `sha256:${createHash("sha256").update(canonical).digest("hex")}` };
  }
  const asObject = "protocol_version" in body || variant === "unknown_key";
  const public_key = variant === "unknown_key" ? "sensei-key-of-nobody" : certificateKeyId;
  return {
    ...told,
    signature: asObject ? { algorithm: "Ed25519", public_key, signature } : `ed25519:${signature}`,
  };
}

function pdf(migration: SimulatedMigration, variant: Variant): Buffer {
  if (variant === "not_a_pdf") return Buffer.from("This was a certificate once.\n");
  const id = variant === "other_pdf" ? "BEC-2020-0101-00001" : certificateIdOf(migration);
  const facts = factsOf(migration, variant);
  return pdfOf(`Behavioral Equivalence Certificate ${id}`, [
    `Certificate: ${id}`,
    `Migration: ${facts.migrationId} (${facts.name})`,
    `Issued: ${facts.issued}`,
    `Valid until: ${facts.validUntil}`,
    "Overall confidence: 0.997",
    "Structural 1.000, statistical 0.998, referential 1.000, semantic 0.994, behavioral 0.996",
    "A document of the sandbox: it certifies nothing.",
  ]);
}
