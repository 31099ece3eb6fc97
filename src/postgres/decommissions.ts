import { type Kysely, sql, type Transaction } from "kysely";
import { type DecommissionEvent, happeningSchema } from "../domain/decommission/decommission.ts";
import { actorSchema } from "../domain/identity.ts";
import type { Decommissions, DecommissionWrites } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** What happens in decommissionings, in PostgreSQL. */
export function createDecommissions(db: Kysely<Database>): Decommissions {
  return {
    events: (closeoutId) => readEvents(db, closeoutId),
    async wanting(now, limit) {
      const { rows } = await sql<{ id: string }>`
        select closeout.id from closeout
        left join decommission_look look on look.closeout_id = closeout.id
        where closeout.status = 'open' and (look.closeout_id is null or look.at <= ${now}::timestamptz)
        limit ${limit}`.execute(db);
      return rows.map(({ id }) => id);
    },
  };
}

/** Writing it, in the transaction of a change that holds the closeout's row. */
export function decommissionWrites(trx: Transaction<Database>, closeoutId: string): DecommissionWrites {
  return {
    events: () => readEvents(trx, closeoutId),
    async add({ id, at, by, ...happening }) {
      await trx
        .insertInto("decommission_event")
        .values({
          closeout_id: closeoutId,
          seq: sql<number>`(select coalesce(max(seq), 0) + 1 from decommission_event where closeout_id = ${closeoutId})`,
          id,
          at,
          actor: JSON.stringify(by),
          happening: JSON.stringify(happening),
        })
        .execute();
    },
    async lookAgain(at) {
      await trx
        .insertInto("decommission_look")
        .values({ closeout_id: closeoutId, at: at ?? null })
        .onConflict((conflict) => conflict.column("closeout_id").doUpdateSet({ at: at ?? null }))
        .execute();
    },
  };
}

async function readEvents(db: Kysely<Database>, closeoutId: string): Promise<readonly DecommissionEvent[]> {
  const rows = await db
    .selectFrom("decommission_event")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .orderBy("seq")
    .execute();
  return rows.map(({ id, at, actor, happening }) => ({
    id,
    at,
    by: actorSchema.parse(actor),
    ...happeningSchema.parse(happening),
  }));
}
