import type { Kysely } from "kysely";
import type { Budget } from "../domain/budget/budget.ts";
import type { BudgetChanges, Budgets } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Budgets in PostgreSQL. */
export function createBudgets(db: Kysely<Database>): Budgets {
  return { get: (closeoutId) => readBudget(db, closeoutId) };
}

/** The budget of a closeout whose row the transaction holds, so that its versions follow one another. */
export function budgetChanges(transaction: Kysely<Database>, closeoutId: string): BudgetChanges {
  return {
    get: () => readBudget(transaction, closeoutId),

    async save(budget) {
      const state = { version: budget.version, content: JSON.stringify(budget) };
      await transaction
        .insertInto("budget")
        .values({ closeout_id: closeoutId, ...state })
        .onConflict((conflict) => conflict.column("closeout_id").doUpdateSet(state))
        .execute();
    },

    async saveImport({ id, user, version, content, madeAt }) {
      const draft = { id, version, content: JSON.stringify(content), made_at: madeAt };
      await transaction
        .insertInto("budget_import")
        .values({ closeout_id: closeoutId, user_id: user, ...draft })
        .onConflict((conflict) => conflict.columns(["closeout_id", "user_id"]).doUpdateSet(draft))
        .execute();
    },

    async findImport(user) {
      const row = await transaction
        .selectFrom("budget_import")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .where("user_id", "=", user)
        .executeTakeFirst();
      return row && { id: row.id, user, version: row.version, content: row.content, madeAt: row.made_at };
    },

    async forgetImport(user) {
      await transaction
        .deleteFrom("budget_import")
        .where("closeout_id", "=", closeoutId)
        .where("user_id", "=", user)
        .execute();
    },
  };
}

async function readBudget(db: Kysely<Database>, closeoutId: string): Promise<Budget | undefined> {
  const row = await db
    .selectFrom("budget")
    .select("content")
    .where("closeout_id", "=", closeoutId)
    .executeTakeFirst();
  return row?.content;
}
