import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Artifacts } from "../ports.ts";
import { leftoversReads, noteExport } from "./archive-leftovers.ts";
import { inMs, selectArtifacts, toArtifact, toRun } from "./artifact-rows.ts";
import type { Database } from "./schema/schema.ts";

/** Long enough for a slow disk between two notes of progress; a run that died is taken up again after it. */
const leaseMs = 60_000;

/** The retention register and its runs over PostgreSQL. */
export function createArtifacts(db: Kysely<Database>): Artifacts {
  return { leaseMs, ...reading(db), ...runs(db), ...looking(db), ...leftoversReads(db) };
}

function reading(db: Kysely<Database>) {
  return {
    of: async (closeoutId) => {
      const rows = await selectArtifacts(db)
        .where("artifact.closeout_id", "=", closeoutId)
        .orderBy("artifact.number")
        .execute();
      return rows.map(toArtifact);
    },
    find: async (closeoutId, number) => {
      const row = await selectArtifacts(db)
        .where("artifact.closeout_id", "=", closeoutId)
        .where("artifact.number", "=", number)
        .executeTakeFirst();
      return row && toArtifact(row);
    },
    run: async (runId) => {
      const row = await db.selectFrom("archive_run").selectAll().where("id", "=", runId).executeTakeFirst();
      return row && toRun(row);
    },
    latestRun: async (closeoutId) => {
      const row = await db
        .selectFrom("archive_run")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .orderBy("started_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && toRun(row);
    },
  } satisfies Partial<Artifacts>;
}

function runs(db: Kysely<Database>) {
  return {
    waitingRuns: async (limit) => {
      const rows = await db
        .selectFrom("archive_run")
        .select("id")
        .where("state", "=", "running")
        .where("lease_until", "<", sql<Temporal.Instant>`now()`)
        .orderBy("lease_until")
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    claimRun: async (runId) => {
      const claim = randomUUID();
      const row = await db
        .updateTable("archive_run")
        .set((eb) => ({ claim, lease_until: inMs(leaseMs), attempts: eb("attempts", "+", 1) }))
        .where("id", "=", runId)
        .where("state", "=", "running")
        .where("lease_until", "<", sql<Temporal.Instant>`now()`)
        .returningAll()
        .executeTakeFirst();
      return row && { run: toRun(row), claim };
    },
    keepRun: async ({ run, claim }, { progress, export: found }) => {
      // Before anything of it can be in the archive, so that what a worker leaves there can be found.
      if (found !== undefined) await noteExport(db, run.closeoutId, found.sha256);
      const kept = await db
        .updateTable("archive_run")
        .set({
          lease_until: inMs(leaseMs),
          ...(progress === undefined
            ? {}
            : {
                entries_done: progress.entries,
                entries_total: progress.ofEntries,
                bytes_done: progress.bytes,
                bytes_total: progress.ofBytes,
              }),
          ...(found === undefined ? {} : { export_bytes: found.bytes, export_sha256: found.sha256 }),
        })
        .where("id", "=", run.id)
        .where("claim", "=", claim)
        .where("state", "=", "running")
        .executeTakeFirst();
      return kept.numUpdatedRows > 0n;
    },
    releaseRun: async ({ run, claim }) => {
      await db
        .updateTable("archive_run")
        .set({ claim: null, lease_until: sql<Temporal.Instant>`'-infinity'` })
        .where("id", "=", run.id)
        .where("claim", "=", claim)
        .where("state", "=", "running")
        .execute();
    },
  } satisfies Partial<Artifacts>;
}

function looking(db: Kysely<Database>) {
  return {
    unverifiedSince: async (moment, limit) => {
      const rows = await selectArtifacts(db)
        .where("artifact.disposed_at", "is", null)
        .where((eb) =>
          eb.or([eb("artifact.verified_at", "is", null), eb("artifact.verified_at", "<", moment)]),
        )
        .orderBy("artifact.verified_at", (order) => order.asc().nullsFirst())
        .limit(limit)
        .execute();
      return rows.map(toArtifact);
    },
    withExpired: async (today, keptBefore, limit) => {
      const rows = await selectArtifacts(db)
        .clearSelect()
        .select("artifact.closeout_id")
        .where("artifact.disposed_at", "is", null)
        .where("artifact.retain_until", "<", today.toString())
        .where("hold.id", "is", null)
        .where((eb) =>
          eb.or([
            eb("disposal.noticed_at", "is", null),
            eb.and([eb("disposal.decision", "=", "rejected"), eb("disposal.decided_at", "<", keptBefore)]),
          ]),
        )
        .groupBy("artifact.closeout_id")
        .orderBy((eb) => eb.fn.min("artifact.retain_until"))
        .limit(limit)
        .execute();
      return rows.map(({ closeout_id }) => closeout_id);
    },
    toDispose: async (limit) => {
      const rows = await selectArtifacts(db)
        .where("artifact.disposed_at", "is", null)
        .where("hold.id", "is", null)
        .where("disposal.decision", "=", "approved")
        .orderBy("disposal.decided_at")
        .limit(limit)
        .execute();
      return rows.map(toArtifact);
    },
    looselyGuarded: async (limit) => {
      const rows = await selectArtifacts(db)
        .where("artifact.disposed_at", "is", null)
        .where(
          sql<boolean>`artifact.id in (
            select artifact_id from artifact_hold where released_at is null
            union all select id from archived_artifact where store_holds
          )`,
        )
        .where(sql<boolean>`artifact.store_holds <> (hold.id is not null)`)
        .limit(limit)
        .execute();
      return rows.map(toArtifact);
    },
  } satisfies Partial<Artifacts>;
}
