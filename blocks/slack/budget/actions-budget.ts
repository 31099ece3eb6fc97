import { z } from "zod";
import { id, json } from "../codec.ts";

/** What travels with the controls of the budget; see `actions.ts`. */

export const budgetActionIds = {
  /** Static select and button; options and value carry {@link budgetLineRef}. */
  budgetEdit: "budget.edit",
  /** These carry `closeoutRef`. */
  budgetAdd: "budget.add",
  budgetImport: "budget.import",
  budgetExport: "budget.export",
  budgetShare: "budget.share",
  budgetReconcile: "budget.reconcile",
  /** Value {@link budgetImportRef}. */
  budgetTake: "budget.take",
} as const;

export const budgetCallbackIds = {
  budgetLine: "budget.line",
  budgetImport: "budget.import",
} as const;

const number = z.int().min(0).max(1_000_000_000);

/** One line: `n` its id. */
export const budgetLineRef = json(z.object({ c: id, n: number }));
/** A text that waits to be taken in: `d` its id. */
export const budgetImportRef = json(z.object({ c: id, d: id }));

/**
 * `private_metadata` of the form for a line: `n` and `v` the line and the version that it was drawn from, absent for a new one; `ch`
 * the channel in which the person clicked.
 */
export const budgetLineMetadata = json(
  z.object({ c: id, n: number.optional(), v: number.optional(), ch: id.optional() }),
);
/** `private_metadata` of the form for a text. */
export const budgetImportMetadata = json(z.object({ c: id, ch: id.optional() }));
