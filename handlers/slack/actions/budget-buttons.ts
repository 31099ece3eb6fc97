import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { budgetImportRef, budgetLineRef } from "../../../blocks/slack/budget/actions-budget.ts";
import { budgetActAnswer, exportAnswer, importAnswer } from "../answers/budget-answer.ts";
import { reading } from "../click.ts";
import { openImport, openLine, openNewLine } from "../forms/open-budget-form.ts";

/** [Change a line…], and [Open it as it is now] in the window of a form that came too late. */
export const editBudgetLine = reading(budgetLineRef, (click, { c, n }) =>
  openLine(click, c, n, click.place.kind === "modal"),
);

/** [Add a line…] */
export const addBudgetLine = reading(closeoutRef, (click, { c }) => openNewLine(click, c));

/** [Import CSV…] */
export const importBudget = reading(closeoutRef, (click, { c }) => openImport(click, c));

/** [Export as CSV] */
export const exportBudget = reading(closeoutRef, async (click, { c: closeoutId }) => {
  const { useCases, member } = click;
  await click.reply(exportAnswer(click, await useCases.exportBudget({ closeoutId, member })));
});

/** [Share in channel] */
export const shareBudget = reading(closeoutRef, async (click, { c: closeoutId }) => {
  const { useCases, member } = click;
  await click.reply(budgetActAnswer(click, await useCases.shareBudget({ closeoutId, member })));
});

/** [Reconciled] */
export const reconcileBudget = reading(closeoutRef, async (click, { c: closeoutId }) => {
  const { useCases, member } = click;
  await click.reply(budgetActAnswer(click, await useCases.reconcileBudget({ closeoutId, member })));
});

/** [Take it in] below a preview. */
export const takeBudgetImport = reading(budgetImportRef, async (click, { c: closeoutId, d: importId }) => {
  const { useCases, member } = click;
  await click.reply(importAnswer(click, await useCases.takeImport({ closeoutId, importId, member })));
});
