import { holdModalMetadata, keepModalMetadata } from "../../../blocks/slack/actions-archive.ts";
import { formErrors, readReasonForm } from "../../../blocks/slack/forms.ts";
import { unreadableControl } from "../../../blocks/slack/misuse.ts";
import { disposalAnswer, holdAnswer } from "../archive-answer.ts";
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
  if (outcome.kind === "invalid") return wrong("hold", view.values, outcome.message);
  const message = holdAnswer(submission, act, outcome);
  if (outcome.kind !== "done") return { kind: "show", message };
  await tell(submission, { ...sender, channel }, message);
  return { kind: "close" };
};

/** The form that asks why something is kept although its retention is over. */
export const keepArtifactForm: SubmissionListener = async (submission) => {
  const { member, sender, useCases, view } = submission;
  const target = keepModalMetadata.safeDecode(view.metadata);
  if (!target.success) return { kind: "show", message: unreadableControl(submission.commands) };
  const { c: closeoutId, n: number, at: noticed = "", ch: channel } = target.data;
  const { reason } = readReasonForm("keep", view.values);
  const which = number === undefined ? { noticed } : { number };
  const decision = { kind: "keep", reason } as const;
  const outcome = await useCases.decideDisposal({ closeoutId, which, decision, member });
  if (outcome.kind === "invalid") return wrong("keep", view.values, outcome.message);
  const message = disposalAnswer(submission, outcome);
  if (outcome.kind !== "decided") return { kind: "show", message };
  await tell(submission, { ...sender, channel }, message);
  return { kind: "close" };
};

function wrong(form: "hold" | "keep", values: unknown, message: string) {
  return { kind: "errors", errors: formErrors(form, values, [{ field: "reason", message }]) } as const;
}
