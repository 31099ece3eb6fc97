import {
  budgetAlreadyReconciled,
  budgetExported,
  budgetIncomplete,
  budgetInvalid,
  budgetLineGone,
  budgetLineRemoved,
  budgetLineSet,
  budgetLineStale,
  budgetLineUnchanged,
  budgetReconciled,
  budgetShared,
  noBudgetLines,
  noSuchBudgetLine,
} from "../../../blocks/slack/budget/budget-answers.ts";
import {
  importPreview,
  importTaken,
  importUnreadable,
  noImport,
} from "../../../blocks/slack/budget/budget-import.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { LineWish } from "../../../src/domain/budget/budget.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import type { Handling } from "../handling.ts";
import { isRefusal, refusalAnswer } from "./refusal-answer.ts";

type Answering = Pick<Handling, "commands">;
type OutcomeOf<Name extends keyof UseCases> = Awaited<ReturnType<UseCases[Name]>>;

/** What a person hears about a line that they have set; `wish` is what they typed. */
export function lineAnswer(
  { commands }: Answering,
  wish: LineWish,
  outcome: OutcomeOf<"setBudgetLine">,
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "change_budget");
  switch (outcome.kind) {
    case "changed":
      return budgetLineSet(outcome.closeout, outcome.budget, outcome.before, outcome.after);
    case "unchanged":
      return budgetLineUnchanged(outcome.closeout, outcome.line);
    case "stale":
      return budgetLineStale(outcome.closeout, outcome.now, outcome.currency, wish);
    case "gone":
      return budgetLineGone(outcome.closeout, outcome.name, outcome.changed);
    case "invalid":
      return budgetInvalid(outcome.message);
    default:
      return assertNever(outcome);
  }
}

/** The same about a line that they have removed. */
export function removeAnswer(
  { commands }: Answering,
  name: string,
  outcome: OutcomeOf<"removeBudgetLine">,
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "change_budget");
  switch (outcome.kind) {
    case "removed":
      return budgetLineRemoved(outcome.closeout, outcome.budget, outcome.line, outcome.currency);
    case "no_such_line":
      return noSuchBudgetLine(outcome.closeout, name, outcome.suggestion, commands);
    default:
      return assertNever(outcome);
  }
}

/** The same about reconciling and sharing. */
export function budgetActAnswer(
  { commands }: Answering,
  outcome: OutcomeOf<"reconcileBudget"> | OutcomeOf<"shareBudget">,
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "change_budget");
  switch (outcome.kind) {
    case "reconciled":
      return budgetReconciled(outcome.closeout, outcome.budget);
    case "already":
      return budgetAlreadyReconciled(outcome.closeout, outcome.budget);
    case "incomplete":
      return budgetIncomplete(outcome.closeout, outcome.missing, commands);
    case "shared":
      return budgetShared(outcome.closeout);
    default:
      return assertNever(outcome);
  }
}

/** The same about the file. */
export function exportAnswer({ commands }: Answering, outcome: OutcomeOf<"exportBudget">): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "see_budget");
  switch (outcome.kind) {
    case "exported":
      return budgetExported(outcome.closeout);
    case "nothing":
      return noBudgetLines(outcome.closeout, commands);
    default:
      return assertNever(outcome);
  }
}

/** The same about a text that they have pasted or taken in. */
export function importAnswer(
  { commands }: Answering,
  outcome: OutcomeOf<"previewImport"> | OutcomeOf<"takeImport">,
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "change_budget");
  switch (outcome.kind) {
    case "preview":
      return importPreview(outcome.closeout, outcome.budget, outcome.steps, outcome.importId);
    case "outdated":
      return importPreview(
        outcome.closeout,
        outcome.budget,
        outcome.steps,
        outcome.importId,
        outcome.changes,
      );
    case "taken":
      return importTaken(outcome.closeout, outcome.budget, outcome.steps);
    case "unreadable":
      return importUnreadable(outcome.problems);
    case "no_import":
      return noImport(outcome.closeout, commands);
    default:
      return assertNever(outcome);
  }
}
