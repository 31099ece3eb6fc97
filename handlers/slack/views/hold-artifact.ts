import { holdModalMetadata } from "../../../blocks/slack/archive/actions-archive.ts";
import { formErrors, readReasonForm } from "../../../blocks/slack/forms.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { holdAnswer } from "../answers/archive-answer.ts";
import type { SubmissionListener } from "../submission.ts";
import { tell } from "../tell.ts";

/** The form that asks why a hold is placed or released. */
export const holdArtifactForm: SubmissionListener = async (submission) => {
  const { member, sender, useCases, view } = submission;
  const target = holdModalMetadata.safeDecode(view.metadata);
  if (!target.success) return { kind: "show", message: unreadableControl(submission.commands) };
  const { c: closeoutId, n: number, a: act, ch: channel } = target.data;
  const { reason } = readReasonForm("hold", view.values);
  const outcome = await useCases.holdArtifact({ closeoutId, number, act, reason, member });
  if (outcome.kind === "invalid") return wrong(view.values, outcome.message);
  const message = holdAnswer(submission, act, outcome);
  if (outcome.kind !== "done") return { kind: "show", message };
  await tell(submission, { ...sender, channel }, message);
  return { kind: "close" };
};

function wrong(values: unknown, message: string) {
  return { kind: "errors", errors: formErrors("hold", values, [{ field: "reason", message }]) } as const;
}
