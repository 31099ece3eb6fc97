import type { Kysely, Selectable } from "kysely";
import type { Retrospective } from "../domain/retro/retrospective.ts";
import type { RetroChanges, Retros } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Retrospectives in PostgreSQL. */
export function createRetros(db: Kysely<Database>): Retros {
  return { get: (closeoutId) => read(db, closeoutId) };
}

/** The retrospective of a closeout whose row the transaction holds, so that no contribution and no vote is lost to another. */
export function retroChanges(transaction: Kysely<Database>, closeoutId: string): RetroChanges {
  return {
    get: () => read(transaction, closeoutId),

    async save(retro) {
      const state = {
        ballot_key: retro.ballotKey ?? null,
        contributions: JSON.stringify(retro.contributions),
        closed_by: retro.closed === undefined ? null : JSON.stringify(retro.closed.by),
        closed_at: retro.closed?.at ?? null,
      };
      await transaction
        .insertInto("retrospective")
        .values({
          closeout_id: closeoutId,
          anonymous: retro.anonymous,
          opened_by: JSON.stringify(retro.openedBy),
          opened_at: retro.openedAt,
          ...state,
        })
        .onConflict((conflict) => conflict.column("closeout_id").doUpdateSet(state))
        .execute();
    },
  };
}

async function read(db: Kysely<Database>, closeoutId: string): Promise<Retrospective | undefined> {
  const row = await db
    .selectFrom("retrospective")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .executeTakeFirst();
  return row && toRetrospective(row);
}

function toRetrospective(row: Selectable<Database["retrospective"]>): Retrospective {
  return {
    closeoutId: row.closeout_id,
    anonymous: row.anonymous,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    ballotKey: row.ballot_key ?? undefined,
    contributions: row.contributions,
    closed:
      row.closed_by === null || row.closed_at === null ? undefined : { by: row.closed_by, at: row.closed_at },
  };
}
