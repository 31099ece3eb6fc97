import type { Kysely, Transaction } from "kysely";
import type { ArtifactChanges, Artifacts } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Remembers that a run has this export on disk. */
export async function noteExport(db: Kysely<Database>, closeoutId: string, sha256: string): Promise<void> {
  await db
    .insertInto("archive_export")
    .values({ closeout_id: closeoutId, sha256 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Where something may have been left in the archive, and of which exports. */
export function leftoversReads(db: Kysely<Database>) {
  return {
    withLeftovers: async (now, limit) => {
      const rows = await db
        .selectFrom("archive_leftovers")
        .select("closeout_id")
        .where("due", "<=", now)
        .orderBy("due")
        .limit(limit)
        .execute();
      return rows.map(({ closeout_id }) => closeout_id);
    },
    exportsOf: async (closeoutId) => {
      const rows = await db
        .selectFrom("archive_export")
        .select("sha256")
        .where("closeout_id", "=", closeoutId)
        .orderBy("sha256")
        .execute();
      return rows.map(({ sha256 }) => sha256);
    },
  } satisfies Partial<Artifacts>;
}

/** The same within a change of a closeout, under whose lock no run can begin. */
export function leftoversWrites(trx: Transaction<Database>, closeoutId: string) {
  return {
    isRunning: async () => {
      const run = await trx
        .selectFrom("archive_run")
        .select("id")
        .where("closeout_id", "=", closeoutId)
        .where("state", "=", "running")
        .executeTakeFirst();
      return run !== undefined;
    },
    lookForLeftovers: async (due) => {
      await trx
        .insertInto("archive_leftovers")
        .values({ closeout_id: closeoutId, due })
        .onConflict((conflict) => conflict.column("closeout_id").doUpdateSet({ due }))
        .execute();
    },
    foundNoLeftovers: async (due) => {
      await trx
        .deleteFrom("archive_leftovers")
        .where("closeout_id", "=", closeoutId)
        .where("due", "=", due)
        .execute();
    },
  } satisfies Partial<ArtifactChanges>;
}
