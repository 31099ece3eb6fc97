import { waiveModalMetadata } from "../../../blocks/slack/baseline/actions-baseline.ts";
import { findingWaived } from "../../../blocks/slack/baseline/baseline-answers.ts";
import { formErrors, readReasonForm } from "../../../blocks/slack/forms.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { waiverReasonLength } from "../../../src/domain/baseline/finding.ts";
import { waiveRefusal } from "../answers/waive-answer.ts";
import type { SubmissionListener } from "../submission.ts";
import { tell } from "../tell.ts";

/** The form that asks why a regression is waived. The measurement's messages show it, with who and why. */
export const waiveFinding: SubmissionListener = async (submission) => {
  const { view, useCases, member, sender, commands } = submission;
  const metadata = waiveModalMetadata.safeDecode(view.metadata);
  if (!metadata.success) return { kind: "show", message: unreadableControl(commands) };
  const { c: closeoutId, n: number, m: metric, ch: channel } = metadata.data;
  const { reason } = readReasonForm("waive", view.values);
  const outcome = await useCases.waiveFinding({ closeoutId, number, metric, member, reason });
  if (outcome.kind === "waived") {
    await tell(submission, { ...sender, channel }, findingWaived(outcome.closeout, outcome.finding));
    return { kind: "close" };
  }
  if (outcome.kind !== "reason_needed") return { kind: "show", message: waiveRefusal(submission, outcome) };
  const { min, max } = waiverReasonLength;
  const message = `Give a reason of ${min} to ${max} characters; an auditor may read it.`;
  return { kind: "errors", errors: formErrors("waive", view.values, [{ field: "reason", message }]) };
};
