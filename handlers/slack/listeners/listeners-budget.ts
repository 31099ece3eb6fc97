import { budgetActionIds, budgetCallbackIds } from "../../../blocks/slack/budget/actions-budget.ts";
import {
  addBudgetLine,
  editBudgetLine,
  exportBudget,
  importBudget,
  reconcileBudget,
  shareBudget,
  takeBudgetImport,
} from "../actions/budget-buttons.ts";
import { budgetImportForm, budgetLineForm } from "../views/budget-forms.ts";

/** Clicks on the budget's controls, by `action_id`. */
export const budgetClicks = {
  [budgetActionIds.budgetEdit]: editBudgetLine,
  [budgetActionIds.budgetAdd]: addBudgetLine,
  [budgetActionIds.budgetImport]: importBudget,
  [budgetActionIds.budgetExport]: exportBudget,
  [budgetActionIds.budgetShare]: shareBudget,
  [budgetActionIds.budgetReconcile]: reconcileBudget,
  [budgetActionIds.budgetTake]: takeBudgetImport,
};

/** The budget's forms, by `callback_id`. */
export const budgetForms = {
  [budgetCallbackIds.budgetLine]: budgetLineForm,
  [budgetCallbackIds.budgetImport]: budgetImportForm,
};
