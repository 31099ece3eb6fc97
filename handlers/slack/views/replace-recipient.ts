import { recipientRef } from "../../../blocks/slack/certificate/certificate-refs.ts";
import { formErrors, readRecipientForm } from "../../../blocks/slack/forms.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { recipientAnswer } from "../answers/certificate-answer.ts";
import type { SubmissionListener } from "../submission.ts";

/** The form that asks who gets the certificate in somebody's place. */
export const replaceRecipient: SubmissionListener = async (submission) => {
  const { view, useCases, member, commands } = submission;
  const metadata = recipientRef.safeDecode(view.metadata);
  if (!metadata.success) return { kind: "show", message: unreadableControl(commands) };
  const outcome = await useCases.changeRecipient({
    recipientId: metadata.data.r,
    member,
    act: { kind: "replace", ...readRecipientForm(view.values) },
  });
  if (outcome.kind === "invalid") {
    return { kind: "errors", errors: formErrors("certificate_recipient", view.values, [outcome]) };
  }
  return { kind: "show", message: recipientAnswer(submission, outcome) };
};
