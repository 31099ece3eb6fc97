import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { lenient, text } from "../lenient.ts";
import {
  type Certificate,
  type CertificateException,
  type CoverageName,
  type HashChain,
  type Perspective,
  type PerspectiveName,
  type SignatureClaim,
} from "./certificate.ts";

/** `0.87`, `"0.87"`, `"87%"` and `"87 %"`, as the number they say. */
const ratio = z.union([z.number(), z.string()]).transform((value, context) => {
  const [, figure, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(String(value).trim()) ?? [];
  if (figure !== undefined) return percent === "%" ? Number(`${figure}e-2`) : Number(figure);
  if (typeof value === "number") return value;
  context.addIssue("is not a ratio");
  return z.NEVER;
});

/** A share of a whole: above 1, a number can only be a percentage. */
const share = lenient(
  ratio.transform((value) => (value > 1 ? Number(`${value}e-2`) : value)).pipe(z.number().min(0).max(1)),
);

const score = lenient(ratio);

const count = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,3}(,\d{3})*$|^\d+$/)
    .transform((digits) => Number(digits.replaceAll(",", ""))),
]);

const record = z.record(z.string(), z.unknown());

/** A moment, or a day in UTC: as a beginning its first moment, as an end the first moment after it. */
const moment = (ends: boolean) =>
  z.string().transform((value, context) => {
    try {
      const day = /^\d{4}-\d{2}-\d{2}$/.test(value.trim())
        ? Temporal.PlainDate.from(value.trim())
        : undefined;
      if (day === undefined) return Temporal.Instant.from(value.trim());
      return (ends ? day.add({ days: 1 }) : day).toZonedDateTime("UTC").toInstant();
    } catch {
      context.addIssue("is not a moment");
      return z.NEVER;
    }
  });

/** One end of a migration: its name, or an object that names it. */
const end = z.union([
  text,
  z
    .object({
      database: lenient(text),
      schema: lenient(text),
      connection_name: lenient(text),
      name: lenient(text),
      type: lenient(text),
    })
    .transform(
      ({ database, schema, connection_name, name, type }) =>
        database ?? schema ?? connection_name ?? name ?? type,
    )
    .pipe(z.string()),
]);

const exception = z.union([
  text.transform((description) => ({ description })),
  z.object({
    description: lenient(text),
    severity: lenient(text),
    magnitude: lenient(text),
    analysis: lenient(text),
  }),
]);

const wireSchema = z.object({
  certificate_id: lenient(text),
  id: lenient(text),
  protocol_version: lenient(text),
  issued_at: lenient(moment(false)),
  valid_until: lenient(moment(true)),
  migration_id: lenient(text),
  migration: lenient(
    z.union([
      z.object({ id: lenient(text), source: lenient(end), target: lenient(end) }),
      text.transform((id) => ({ id, source: undefined, target: undefined })),
    ]),
  ),
  validation_results: lenient(record),
  overall_confidence: lenient(ratio),
  coverage: lenient(record),
  exceptions: lenient(z.array(z.unknown())),
  hash_chain: lenient(z.union([text, record])),
  signature: z.unknown().optional(),
});

/**
 * Reads the vendor's certificate from its parsed JSON, which has to be an object. All three shapes are understood, unknown
 * members are ignored, and no member that is missing or odd keeps the rest from being read.
 */
export function readCertificate(json: Readonly<Record<string, unknown>>): Certificate {
  const wire = wireSchema.parse(json);
  return {
    id: wire.certificate_id ?? wire.id,
    protocolVersion: wire.protocol_version,
    issuedAt: wire.issued_at,
    validUntil: wire.valid_until,
    migration: {
      id: wire.migration_id ?? wire.migration?.id,
      source: wire.migration?.source,
      target: wire.migration?.target,
    },
    perspectives: readPerspectives(wire.validation_results ?? {}),
    overallConfidence: wire.overall_confidence,
    coverage: readCoverage(wire.coverage ?? {}),
    exceptions: (wire.exceptions ?? []).map(readException),
    hashChain: readHashChain(wire.hash_chain),
    signature: readSignature(wire.signature),
  };
}

function readPerspectives(
  results: Readonly<Record<string, unknown>>,
): Record<PerspectiveName, Perspective | undefined> {
  const read = (name: PerspectiveName) => readPerspective(results[name]);
  return {
    structural: read("structural"),
    statistical: read("statistical"),
    referential: read("referential"),
    semantic: read("semantic"),
    behavioral: read("behavioral"),
  };
}

/** An object with a score and counts, or the score alone. */
function readPerspective(value: unknown): Perspective | undefined {
  const alone = ratio.safeParse(value);
  if (alone.success) return { score: alone.data, passed: undefined, counts: [] };
  const members = record.safeParse(value);
  if (!members.success) return undefined;
  const { score: stated, ...others } = members.data;
  return {
    score: score.parse(stated),
    passed: readPassed(others["passed"] ?? others["status"] ?? others["result"]),
    counts: Object.entries(others).flatMap(([name, other]) => readCounts(name, other)),
  };
}

const passedWords: readonly string[] = ["passed", "pass", "ok", "success", "passed_with_warnings"];
const failedWords: readonly string[] = ["failed", "fail", "error", "partial"];

function readPassed(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (passedWords.includes(word)) return true;
  return failedWords.includes(word) ? false : undefined;
}

/** The figures of a member, and those of an object one level down. */
function readCounts(name: string, value: unknown): readonly { name: string; value: number }[] {
  const figure = count.safeParse(value);
  if (figure.success) return [{ name, value: figure.data }];
  const members = record.safeParse(value);
  if (!members.success) return [];
  return Object.entries(members.data).flatMap(([inner, other]) => {
    const nested = count.safeParse(other);
    return nested.success ? [{ name: `${name} ${inner}`, value: nested.data }] : [];
  });
}

function readCoverage(members: Readonly<Record<string, unknown>>): Record<CoverageName, number | undefined> {
  const read = (name: CoverageName) => share.parse(members[`${name}_coverage`] ?? members[name]);
  return {
    table: read("table"),
    column: read("column"),
    record: read("record"),
    logic_path: read("logic_path"),
    relationship: read("relationship"),
  };
}

/** An exception that cannot be read is still one: it is kept, without words. */
function readException(value: unknown): CertificateException {
  const members: Partial<CertificateException> = exception.safeParse(value).data ?? {};
  return {
    description: members.description,
    severity: members.severity,
    magnitude: members.magnitude,
    analysis: members.analysis,
  };
}

const rootsSchema = z.object({
  source_checkpoint_root: lenient(text),
  target_reconstruction_root: lenient(text),
  validation_evidence_root: lenient(text),
  merkle_root: lenient(text),
  root: lenient(text),
});

function readHashChain(value: unknown): HashChain | undefined {
  if (typeof value === "string") return { kind: "merkle", root: value };
  const roots = rootsSchema.safeParse(value).data;
  if (roots === undefined) return undefined;
  const { source_checkpoint_root, target_reconstruction_root, validation_evidence_root } = roots;
  const root = roots.merkle_root ?? roots.root;
  if ((source_checkpoint_root ?? target_reconstruction_root ?? validation_evidence_root) === undefined) {
    return root === undefined ? undefined : { kind: "merkle", root };
  }
  return {
    kind: "roots",
    source: source_checkpoint_root,
    target: target_reconstruction_root,
    evidence: validation_evidence_root,
  };
}

const signatureSchema = z.object({
  algorithm: lenient(text),
  public_key: lenient(text),
  key_id: lenient(text),
  signature: lenient(text),
  value: lenient(text),
});

function readSignature(value: unknown): SignatureClaim | undefined {
  if (typeof value === "string" && value.trim() !== "") {
    return { algorithm: undefined, keyId: undefined, value: value.trim() };
  }
  const members = signatureSchema.safeParse(value).data;
  if (members === undefined) return undefined;
  return {
    algorithm: members.algorithm,
    keyId: members.public_key ?? members.key_id,
    value: members.signature ?? members.value,
  };
}
