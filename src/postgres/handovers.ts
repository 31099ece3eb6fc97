import type { Kysely } from "kysely";
import type { Handover } from "../domain/handover/handover.ts";
import type { HandoverChanges, Handovers } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Handovers in PostgreSQL. */
export function createHandovers(db: Kysely<Database>): Handovers {
  return {
    get: (closeoutId) => readHandover(db, closeoutId),

    async wanting(now, limit) {
      const rows = await db
        .selectFrom("handover")
        .innerJoin("closeout", "closeout.id", "handover.closeout_id")
        .select("handover.closeout_id")
        .where("remind_at", "<=", now)
        .where("closeout.status", "=", "open")
        .orderBy("remind_at")
        .limit(limit)
        .execute();
      return rows.map(({ closeout_id }) => closeout_id);
    },
  };
}

/** The handover of a closeout whose row the transaction holds. */
export function handoverChanges(transaction: Kysely<Database>, closeoutId: string): HandoverChanges {
  return {
    get: () => readHandover(transaction, closeoutId),

    async save(handover, remindAt) {
      const state = { content: JSON.stringify(handover), remind_at: remindAt ?? null };
      await transaction
        .insertInto("handover")
        .values({ closeout_id: closeoutId, ...state })
        .onConflict((conflict) => conflict.column("closeout_id").doUpdateSet(state))
        .execute();
    },
  };
}

async function readHandover(db: Kysely<Database>, closeoutId: string): Promise<Handover | undefined> {
  const row = await db
    .selectFrom("handover")
    .select("content")
    .where("closeout_id", "=", closeoutId)
    .executeTakeFirst();
  return row?.content;
}
