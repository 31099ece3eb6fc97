import { z } from "zod";
import type { Perspective, PerspectiveName, Validation, ValidationResult } from "../ports.ts";
import { count, lenient, text } from "./lenient.ts";
import { moment } from "./moment.ts";

const results = ["passed", "passed_with_warnings", "failed", "partial"] as const;

/** 0 to 1, also as digits in a string or as a percentage. */
const share = z
  .union([
    z.number(),
    text.transform((words, context) => {
      const found = /^(\d{1,3}(?:\.\d+)?)\s*(%?)$/.exec(words);
      if (found?.[1] !== undefined) return Number(found[1]) / (found[2] === "%" ? 100 : 1);
      context.addIssue("is not a share");
      return z.NEVER;
    }),
  ])
  .pipe(z.number().min(0).max(1));

const perspective = z.record(z.string(), z.unknown()).transform((members): Perspective => {
  const { status, score, ...rest } = members;
  const counts = Object.entries(rest).flatMap(([name, value]) => {
    const parsed = z.union([z.number(), count]).safeParse(value);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return {
    status: lenient(text).parse(status)?.toLowerCase(),
    score: lenient(share).parse(score),
    counts: Object.fromEntries(counts),
  };
});

const perspectives = z.object({
  structural: lenient(perspective),
  statistical: lenient(perspective),
  referential: lenient(perspective),
  semantic: lenient(perspective),
  behavioral: lenient(perspective),
});

const wireSchema = z.object({
  id: text,
  migration_id: lenient(text),
  overall_result: lenient(text),
  confidence_score: lenient(share),
  results: lenient(perspectives),
  certificate_id: lenient(text),
  completed_at: lenient(moment),
});

/** A validation as the vendor sends it, of which only `id` must be there and readable. */
export const validationSchema = wireSchema.transform(
  (wire): Validation => ({
    id: wire.id,
    migrationId: wire.migration_id,
    overallResult: parseResult(wire.overall_result),
    vendorResult: wire.overall_result,
    confidence: wire.confidence_score,
    perspectives: {
      structural: wire.results?.structural,
      statistical: wire.results?.statistical,
      referential: wire.results?.referential,
      semantic: wire.results?.semantic,
      behavioral: wire.results?.behavioral,
    } satisfies Record<PerspectiveName, Perspective | undefined>,
    certificateId: wire.certificate_id,
    completedAt: wire.completed_at,
  }),
);

function parseResult(word: string | undefined): ValidationResult {
  const plain = word?.toLowerCase().replaceAll(/[\s-]+/g, "_");
  return results.find((result) => result === plain) ?? "unknown";
}

const pageSchema = z.object({
  data: z.array(z.unknown()),
  pagination: lenient(z.object({ has_more: lenient(z.boolean()) })),
});

/** One page of validations; entries without a readable id are left out. `undefined` when the answer is no list. */
export function parseValidationPage(
  json: unknown,
  limit: number,
): { readonly validations: readonly Validation[]; readonly hasMore: boolean } | undefined {
  const parsed = pageSchema.safeParse(json);
  if (!parsed.success) {
    return undefined;
  }
  const { data, pagination } = parsed.data;
  const validations = data.flatMap((entry) => {
    const read = validationSchema.safeParse(entry);
    return read.success ? [read.data] : [];
  });
  return { validations, hasMore: data.length > 0 && (pagination?.has_more ?? data.length >= limit) };
}
