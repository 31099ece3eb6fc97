import { budgetImportMetadata, budgetLineMetadata } from "../../../blocks/slack/budget/actions-budget.ts";
import { importProblems } from "../../../blocks/slack/budget/budget-import.ts";
import { formErrors, readField } from "../../../blocks/slack/forms.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import type { LineWish } from "../../../src/domain/budget/budget.ts";
import { importAnswer, lineAnswer } from "../answers/budget-answer.ts";
import type { SubmissionListener } from "../submission.ts";
import { tell } from "../tell.ts";

/** The form for a line. */
export const budgetLineForm: SubmissionListener = async (submission) => {
  const { member, sender, useCases, view } = submission;
  const metadata = budgetLineMetadata.safeDecode(view.metadata);
  if (!metadata.success) return { kind: "show", message: unreadableControl(submission.commands) };
  const { c: closeoutId, n: id, v: version, ch: channel } = metadata.data;
  const text = (name: "name" | "estimated" | "actual" | "currency") =>
    readField("budget_line", name, view.values);
  const wish: LineWish = {
    name: text("name"),
    estimated: text("estimated"),
    actual: text("actual"),
    currency: text("currency"),
    ...(id === undefined || version === undefined ? { mustBeNew: true } : { drawn: { id, version } }),
  };
  const outcome = await useCases.setBudgetLine({ closeoutId, member, wish });
  if (outcome.kind === "invalid") {
    const { field, message } = outcome;
    return { kind: "errors", errors: formErrors("budget_line", view.values, [{ field, message }]) };
  }
  const message = lineAnswer(submission, wish, outcome);
  if (outcome.kind !== "changed" && outcome.kind !== "unchanged") return { kind: "show", message };
  await tell(submission, { ...sender, channel }, message);
  return { kind: "close" };
};

/** The form with a pasted text: the preview comes as a message; problems stay beside the text, to be corrected. */
export const budgetImportForm: SubmissionListener = async (submission) => {
  const { member, sender, useCases, view } = submission;
  const metadata = budgetImportMetadata.safeDecode(view.metadata);
  if (!metadata.success) return { kind: "show", message: unreadableControl(submission.commands) };
  const { c: closeoutId, ch: channel } = metadata.data;
  const text = readField("budget_import", "text", view.values);
  const outcome = await useCases.previewImport({ closeoutId, member, text });
  if (outcome.kind === "unreadable") {
    const message = importProblems(outcome.problems);
    return { kind: "errors", errors: formErrors("budget_import", view.values, [{ field: "text", message }]) };
  }
  const message = importAnswer(submission, outcome);
  if (outcome.kind !== "preview") return { kind: "show", message };
  await tell(submission, { ...sender, channel }, message);
  return { kind: "close" };
};
