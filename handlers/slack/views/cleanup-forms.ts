import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { operationRef, type RunRef, runRef } from "../../../blocks/slack/cleanup/actions-cleanup.ts";
import { decidedBefore, operationSettled, wrongName } from "../../../blocks/slack/cleanup/cleanup-answers.ts";
import type { CleanupForm } from "../../../blocks/slack/cleanup/cleanup-modals.ts";
import { formErrors, readField } from "../../../blocks/slack/forms.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { normalizeWords } from "../../../src/domain/typed-text.ts";
import type { RequestOperationInput } from "../../../src/usecases/cleanup/request-operation.ts";
import type { SettleOperationOutcome } from "../../../src/usecases/cleanup/settle-operation.ts";
import { earlierReleaseAnswer, keepAnswer, requestAnswer } from "../answers/cleanup-outcomes.ts";
import { isRefusal, refusalAnswer } from "../answers/refusal-answer.ts";
import type { ViewAnswer } from "../answers/view-answer.ts";
import type { Submission, SubmissionListener } from "../submission.ts";

/** The form that asks for the migration's name before checkpoints are asked for. */
export const askForCheckpoints: SubmissionListener = async (submission) => {
  const ref = runRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  const view = await submission.useCases.readStatus({ closeoutId: ref.data.c });
  if (view === undefined) return show(noCloseoutHere(submission.commands));
  const { name, migration } = view.closeout;
  const typed = readField("checkpoints", "name", submission.view.values);
  if (![migration.source, name, migration.name].map(normalizeWords).includes(normalizeWords(typed))) {
    return wrong(submission, "checkpoints", "name", wrongName(migration.source));
  }
  return await request(submission, ref.data, "checkpoints", "name", {});
};

/** The form that asks why the migration is archived although its export is not. */
export const archiveAnywayForm: SubmissionListener = async (submission) => {
  const ref = runRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  const override = readField("anyway", "reason", submission.view.values);
  return await request(submission, ref.data, "anyway", "reason", { override });
};

async function request(
  submission: Submission,
  { c: closeoutId, k: kind, t: task, h: factsHash }: RunRef,
  form: CleanupForm,
  field: string,
  more: Pick<RequestOperationInput, "override">,
): Promise<ViewAnswer> {
  const { useCases, member } = submission;
  const outcome = await useCases.requestOperation({ closeoutId, member, kind, task, factsHash, ...more });
  if (outcome.kind === "invalid") return wrong(submission, form, field, outcome.message);
  return show(await requestAnswer(submission, outcome));
}

/** A form from before releases were sign-offs. */
export const releaseForm: SubmissionListener = async (submission) => {
  const ref = operationRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  return show(await earlierReleaseAnswer(submission, ref.data));
};

/** The compliance officer keeps them. */
export const keepForm: SubmissionListener = async (submission) => {
  const ref = closeoutRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  const { useCases, member, view } = submission;
  const reason = readField("keep", "reason", view.values);
  const outcome = await useCases.keepCheckpoints({ closeoutId: ref.data.c, member, reason });
  if (outcome.kind === "invalid") return wrong(submission, "keep", "reason", outcome.message);
  return show(keepAnswer(submission, outcome));
};

/** The owner settles what looking cannot tell. */
export const settleForm: SubmissionListener = async (submission) => {
  const ref = operationRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  const { useCases, member, view } = submission;
  const happened = readField("settle", "happened", view.values);
  if (happened === "") return wrong(submission, "settle", "happened", "Choose one.");
  const outcome = await useCases.settleOperation({
    closeoutId: ref.data.c,
    operationId: ref.data.o,
    member,
    happened: happened === "yes",
    reason: readField("settle", "reason", view.values),
    evidence: readField("settle", "evidence", view.values),
  });
  if (outcome.kind === "invalid") return wrong(submission, "settle", outcome.field, outcome.message);
  return show(settleAnswer(submission, outcome));
};

function settleAnswer(
  { commands }: Submission,
  outcome: Exclude<SettleOperationOutcome, { readonly kind: "invalid" }>,
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "settle_operation");
  switch (outcome.kind) {
    case "settled":
      return operationSettled(outcome.closeout, outcome.operation);
    case "decided":
      return decidedBefore(outcome.closeout, outcome.operation);
    default:
      return assertNever(outcome);
  }
}

function show(message: Message): ViewAnswer {
  return { kind: "show", message };
}

function unreadable({ commands }: Submission): ViewAnswer {
  return show(unreadableControl(commands));
}

function wrong({ view }: Submission, form: CleanupForm, field: string, message: string): ViewAnswer {
  return { kind: "errors", errors: formErrors(form, view.values, [{ field, message }]) };
}
