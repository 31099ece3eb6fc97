import { z } from "zod";
import { type Migration, parseMigrationStatus, unknownResources } from "../domain/migration.ts";
import { count, lenient, text } from "./lenient.ts";
import { migrationEndSchema, unknownEnd } from "./migration-end-schema.ts";
import { moment } from "./moment.ts";
import { resourcesSchema } from "./resources-schema.ts";

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
  resources: resourcesSchema.optional(),
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
    resources: wire.resources ?? unknownResources,
    timing: {
      createdAt: wire.timing?.created_at ?? wire.created_at,
      startedAt: wire.timing?.started_at,
      completedAt: wire.timing?.completed_at ?? wire.completed_at,
    },
  };
}
