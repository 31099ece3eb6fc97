import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { ArtifactChanges, Verification, Verifications } from "../ports.ts";
import { inMs } from "./artifact-rows.ts";
import type { Database } from "./schema/schema.ts";

const leaseMs = 60_000;

/** Verifications that people asked for, over PostgreSQL. */
export function createVerifications(db: Kysely<Database>): Verifications {
  return {
    find: async (id) => {
      const row = await db
        .selectFrom("archive_verification")
        .selectAll()
        .where("id", "=", id)
        .executeTakeFirst();
      return row && toVerification(row);
    },
    waiting: async (limit) => {
      const rows = await db
        .selectFrom("archive_verification")
        .select("id")
        .where("finished_at", "is", null)
        .where("lease_until", "<", sql<Temporal.Instant>`now()`)
        .orderBy("lease_until")
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    claim: async (id) => {
      const row = await db
        .updateTable("archive_verification")
        .set({ lease_until: inMs(leaseMs) })
        .where("id", "=", id)
        .where("finished_at", "is", null)
        .where("lease_until", "<", sql<Temporal.Instant>`now()`)
        .returningAll()
        .executeTakeFirst();
      return row && toVerification(row);
    },
    keep: async (id) => {
      const kept = await db
        .updateTable("archive_verification")
        .set({ lease_until: inMs(leaseMs) })
        .where("id", "=", id)
        .where("finished_at", "is", null)
        .executeTakeFirst();
      return kept.numUpdatedRows > 0n;
    },
    release: async (id) => {
      await db
        .updateTable("archive_verification")
        .set({ lease_until: sql<Temporal.Instant>`'-infinity'` })
        .where("id", "=", id)
        .where("finished_at", "is", null)
        .execute();
    },
  };
}

/** The same within a change of a closeout, and what people were told of the findings. */
export function verificationWrites(trx: Transaction<Database>, closeoutId: string) {
  return {
    startVerification: async ({ id, number, askedBy, askedAt }) => {
      const started = await trx
        .insertInto("archive_verification")
        .values({
          id,
          closeout_id: closeoutId,
          number: number ?? null,
          asked_by: JSON.stringify(askedBy),
          asked_at: askedAt,
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returning("id")
        .executeTakeFirst();
      return started !== undefined;
    },
    finishVerification: async (id, at) => {
      const finished = await trx
        .updateTable("archive_verification")
        .set({ finished_at: at })
        .where("id", "=", id)
        .where("finished_at", "is", null)
        .executeTakeFirst();
      return finished.numUpdatedRows > 0n;
    },
    noteFindings: async (day) => {
      const noted = await trx
        .insertInto("archive_findings_told")
        .values({ closeout_id: closeoutId, day: day.toString() })
        .onConflict((conflict) => conflict.doNothing())
        .returning("day")
        .executeTakeFirst();
      return noted !== undefined;
    },
  } satisfies Partial<ArtifactChanges>;
}

function toVerification(row: Selectable<Database["archive_verification"]>): Verification {
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    number: row.number ?? undefined,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    finishedAt: row.finished_at ?? undefined,
  };
}
