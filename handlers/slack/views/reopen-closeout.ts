import { reopenModalMetadata } from "../../../blocks/slack/closing/actions-closing.ts";
import { formErrors, readReasonForm } from "../../../blocks/slack/forms.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { reopenAnswer } from "../answers/closing-answer.ts";
import type { SubmissionListener } from "../submission.ts";
import { tell } from "../tell.ts";

/** The form that asks why a closeout is opened again. */
export const reopenForm: SubmissionListener = async (submission) => {
  const { member, sender, useCases, view, commands } = submission;
  const target = reopenModalMetadata.safeDecode(view.metadata);
  if (!target.success) return { kind: "show", message: unreadableControl(commands) };
  const { c: closeoutId, ch: channel } = target.data;
  const { reason } = readReasonForm("reopen", view.values);
  const outcome = await useCases.reopenCloseout({ closeoutId, member, reason });
  if (outcome.kind === "invalid") {
    const problem = { field: "reason", message: outcome.message } as const;
    return { kind: "errors", errors: formErrors("reopen", view.values, [problem]) };
  }
  const message = reopenAnswer(submission, outcome);
  if (outcome.kind !== "reopened") return { kind: "show", message };
  await tell(submission, { ...sender, channel }, message);
  return { kind: "close" };
};
