import type { Temporal } from "temporal-polyfill";
import type { Budget } from "../domain/budget/budget.ts";
import type { ReadCsv } from "../domain/budget/budget-csv.ts";

/** A text that somebody has pasted and not taken in yet; one person has one at a time. */
export type BudgetImport = {
  readonly id: string;
  readonly user: string;
  /** The version of the budget that its preview was made from. */
  readonly version: number;
  readonly content: Extract<ReadCsv, { readonly ok: true }>;
  readonly madeAt: Temporal.Instant;
};

/** Reading budgets. */
export interface Budgets {
  /** `undefined` as long as nobody has changed anything in it. */
  get(closeoutId: string): Promise<Budget | undefined>;
}

/** The budget of the closeout within one change of it. */
export interface BudgetChanges {
  get(): Promise<Budget | undefined>;
  save(budget: Budget): Promise<void>;
  /** Keeps a text until it is taken in; the one that this person had before is forgotten. */
  saveImport(draft: BudgetImport): Promise<void>;
  findImport(user: string): Promise<BudgetImport | undefined>;
  forgetImport(user: string): Promise<void>;
}
