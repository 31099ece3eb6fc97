import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Bundle } from "../domain/bundle/bundle.ts";
import type { BundleChanges, BundleEnd, Bundles } from "../ports.ts";
import { inMs } from "./artifact-rows.ts";
import type { Database } from "./schema/schema.ts";

const leaseMs = 60_000;

/** Evidence bundles that people asked for, over PostgreSQL. */
export function createBundles(db: Kysely<Database>): Bundles {
  return {
    get: async (id) => {
      const row = await db.selectFrom("bundle").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toBundle(row);
    },
    claim: async (id) => {
      const row = await db
        .updateTable("bundle")
        .set({ lease_until: inMs(leaseMs) })
        .where("id", "=", id)
        .where("state", "=", "making")
        .where("lease_until", "<", sql<Temporal.Instant>`now()`)
        .returningAll()
        .executeTakeFirst();
      return row && toBundle(row);
    },
    keep: async (id) => {
      const kept = await db
        .updateTable("bundle")
        .set({ lease_until: inMs(leaseMs) })
        .where("id", "=", id)
        .where("state", "=", "making")
        .executeTakeFirst();
      return kept.numUpdatedRows > 0n;
    },
    release: async (id) => {
      await db
        .updateTable("bundle")
        .set({ lease_until: sql<Temporal.Instant>`'-infinity'` })
        .where("id", "=", id)
        .where("state", "=", "making")
        .execute();
    },
    waiting: async (limit) => {
      const rows = await db
        .selectFrom("bundle")
        .select("id")
        .where("state", "=", "making")
        .where("lease_until", "<", sql<Temporal.Instant>`now()`)
        .orderBy("lease_until")
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

/** The same within a change of a closeout. */
export function bundleWrites(trx: Transaction<Database>, closeoutId: string): BundleChanges {
  return {
    ask: async ({ id, askedBy, askedAt }) => {
      const waiting = await trx
        .selectFrom("bundle")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .where("state", "=", "making")
        .where(sql<string>`asked_by->>'user'`, "=", askedBy.user)
        .executeTakeFirst();
      if (waiting !== undefined) return toBundle(waiting);
      const row = await trx
        .insertInto("bundle")
        .values({
          id,
          closeout_id: closeoutId,
          number: sql<number>`(select coalesce(max(number), 0) + 1 from bundle where closeout_id = ${closeoutId})`,
          asked_by: JSON.stringify(askedBy),
          asked_at: askedAt,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toBundle(row);
    },
    finish: async (id, at, end) => {
      const finished = await trx
        .updateTable("bundle")
        .set({ ended_at: at, ...columnsOf(end) })
        .where("id", "=", id)
        .where("state", "=", "making")
        .executeTakeFirst();
      return finished.numUpdatedRows > 0n;
    },
  };
}

function columnsOf(end: BundleEnd) {
  if (end.kind === "failed") return { state: end.kind, why: end.why };
  return {
    state: end.kind,
    name: end.name,
    ...end.file,
    entries: end.entries,
    location: end.place.location,
    key: end.place.key,
  };
}

function toBundle(row: Selectable<Database["bundle"]>): Bundle {
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    number: row.number,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    state: stateOf(row),
  };
}

function stateOf(row: Selectable<Database["bundle"]>): Bundle["state"] {
  const { state, ended_at: at, sha256, bytes, entries, name, location, key, why } = row;
  if (state === "making" || at === null) return { kind: "making" };
  if (sha256 === null || location === null || key === null) return { kind: "failed", at, why: why ?? "" };
  return {
    kind: "made",
    at,
    name: name ?? "",
    file: { bytes: Number(bytes), sha256 },
    entries: entries ?? 0,
    place: { location, key },
  };
}
