import { type Kysely, type Selectable, sql } from "kysely";
import { installationKey } from "../domain/identity.ts";
import type { ActionItem } from "../domain/retro/action-item.ts";
import type { ActionItemChanges, ActionItems } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Action items in PostgreSQL. */
export function createActionItems(db: Kysely<Database>): ActionItems {
  return {
    ofCloseout: (closeoutId) => readAll(db, closeoutId),

    async many(actionIds) {
      const rows = await db
        .selectFrom("action_item")
        .selectAll()
        .where("id", "=", sql<string>`any(${actionIds}::uuid[])`)
        .orderBy("number")
        .execute();
      return rows.map(toActionItem);
    },

    async openOf(installation, user) {
      const rows = await db
        .selectFrom("action_item")
        .innerJoin("closeout", "closeout.id", "action_item.closeout_id")
        .selectAll("action_item")
        .where("closeout.installation", "=", installationKey(installation))
        .where("action_item.owner", "=", user)
        .where("done_at", "is", null)
        .orderBy("due")
        .orderBy("action_item.id")
        .execute();
      return rows.map(toActionItem);
    },

    async closeoutOfChannel(installation, channel) {
      const row = await db
        .selectFrom("closeout")
        .select("id")
        .where("installation", "=", installationKey(installation))
        .where("channel", "=", channel)
        .where((eb) =>
          eb.exists(eb.selectFrom("action_item").whereRef("action_item.closeout_id", "=", "closeout.id")),
        )
        .orderBy("started_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row?.id;
    },

    async wanting(now, limit) {
      const { rows } = await sql<{ closeout_id: string }>`
        select distinct closeout_id from action_item where remind_at <= ${now}::timestamptz
        limit ${limit}`.execute(db);
      return rows.map(({ closeout_id }) => closeout_id);
    },
  };
}

/** Those of a closeout whose row the transaction holds. */
export function actionItemChanges(transaction: Kysely<Database>, closeoutId: string): ActionItemChanges {
  return {
    all: () => readAll(transaction, closeoutId),

    async byNumber(number) {
      const row = await transaction
        .selectFrom("action_item")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .where("number", "=", number)
        .executeTakeFirst();
      return row && toActionItem(row);
    },

    async save(action) {
      const state = {
        owner: action.owner,
        due: action.due,
        done_by: action.done === undefined ? null : JSON.stringify(action.done.by),
        done_at: action.done?.at ?? null,
        step: action.next?.step ?? null,
        remind_at: action.next?.at ?? null,
      };
      await transaction
        .insertInto("action_item")
        .values({
          id: action.id,
          closeout_id: closeoutId,
          number: action.number,
          title: action.title,
          added_at: action.addedAt,
          ...state,
        })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(state))
        .execute();
    },
  };
}

async function readAll(db: Kysely<Database>, closeoutId: string): Promise<readonly ActionItem[]> {
  const rows = await db
    .selectFrom("action_item")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .orderBy("number")
    .execute();
  return rows.map(toActionItem);
}

function toActionItem(row: Selectable<Database["action_item"]>): ActionItem {
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    number: row.number,
    title: row.title,
    owner: row.owner,
    due: row.due,
    done: row.done_by === null || row.done_at === null ? undefined : { by: row.done_by, at: row.done_at },
    addedAt: row.added_at,
    next: row.step === null || row.remind_at === null ? undefined : { step: row.step, at: row.remind_at },
  };
}
