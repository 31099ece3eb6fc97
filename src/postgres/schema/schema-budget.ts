import type { Budget } from "../../domain/budget/budget.ts";
import type { BudgetImport } from "../../ports.ts";
import type { Json, Moment } from "../columns.ts";

/** The budget's tables. */
export interface BudgetTables {
  budget: { closeout_id: string; version: number; content: Json<Budget> };
  budget_import: {
    closeout_id: string;
    user_id: string;
    id: string;
    version: number;
    content: Json<BudgetImport["content"]>;
    made_at: Moment;
  };
}
