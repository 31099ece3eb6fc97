import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { type Migration, parseMigrationStatus } from "../domain/migration.ts";
import { count, lenient, text } from "./lenient.ts";
import { migrationEndSchema, unknownEnd } from "./migration-end-schema.ts";

/** A moment as ISO 8601 with an offset, as Unix seconds or as Unix milliseconds. */
const moment = z.union([z.string(), z.number()]).transform((value, context) => {
  try {
    return typeof value === "string" ? Temporal.Instant.from(value) : instantOfNumber(value);
  } catch {
    context.addIssue("is not a moment");
    return z.NEVER;
  }
});

const wireSchema = z.object({
  id: text,
  name: lenient(text),
  status: text,
  phase: lenient(text),
  created_at: lenient(moment),
  completed_at: lenient(moment),
  source: migrationEndSchema.optional(),
  target: migrationEndSchema.optional(),
  metrics: lenient(z.object({ records_processed: lenient(count), records_total: lenient(count) })),
  timing: lenient(
    z.object({ created_at: lenient(moment), started_at: lenient(moment), completed_at: lenient(moment) }),
  ),
});

/**
 * A migration as the vendor sends it, of which only `id` and `status` must be there and readable. Unknown members are ignored,
 * unreadable optional ones count as absent.
 */
export const migrationSchema = wireSchema.transform(toMigration);

function toMigration(wire: z.output<typeof wireSchema>): Migration {
  return {
    id: wire.id,
    name: wire.name ?? wire.id,
    status: parseMigrationStatus(wire.status),
    vendorStatus: wire.status,
    phase: wire.phase,
    source: wire.source ?? unknownEnd,
    target: wire.target ?? unknownEnd,
    recordsTotal: wire.metrics?.records_total,
    recordsProcessed: wire.metrics?.records_processed,
    timing: {
      createdAt: wire.timing?.created_at ?? wire.created_at,
      startedAt: wire.timing?.started_at,
      completedAt: wire.timing?.completed_at ?? wire.completed_at,
    },
  };
}

function instantOfNumber(value: number): Temporal.Instant {
  // Unix seconds reach this figure in the year 5138; Unix milliseconds passed it in 1973.
  return Temporal.Instant.fromEpochMilliseconds(value < 1e11 ? value * 1000 : value);
}
