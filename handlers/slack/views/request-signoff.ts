import { formErrors } from "../../../blocks/slack/forms.ts";
import { signoffRequested } from "../../../blocks/slack/signoff/signoff-answers.ts";
import { readSignoffRequestForm } from "../../../blocks/slack/signoff/signoff-filling.ts";
import { newSignoffMetadata } from "../../../blocks/slack/signoff/signoff-refs.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { SignoffProblem } from "../../../src/domain/signoff/signoff-rules.ts";
import { requestRefusal } from "../forms/open-signoff-request.ts";
import type { SubmissionListener } from "../submission.ts";

/** The form for a new request. */
export const requestSignoff: SubmissionListener = async (submission) => {
  const { view, useCases, member, commands } = submission;
  const metadata = newSignoffMetadata.safeDecode(view.metadata);
  if (!metadata.success) return { kind: "show", message: unreadableControl(commands) };
  const form = readSignoffRequestForm(view.values);
  const outcome = await useCases.requestSignoff({ closeoutId: metadata.data.c, member, form });
  switch (outcome.kind) {
    case "requested":
      return { kind: "show", message: signoffRequested(outcome.closeout, outcome.request) };
    case "invalid":
      return {
        kind: "errors",
        errors: formErrors("signoff_request", view.values, outcome.problems.map(onField)),
      };
    case "not_permitted":
    case "elsewhere":
    case "closed":
    case "no_closeout":
      return { kind: "show", message: requestRefusal(submission, outcome) };
    default:
      return assertNever(outcome);
  }
};

/** The field of the form on which a problem stands. */
const fields = {
  title: "title",
  meaning: "meaning",
  documents: "documents",
  seats: "people",
  quorum: "people_needed",
  decideBy: "decide_by",
  waive: "finding",
} as const;

function onField({ field, message }: SignoffProblem) {
  return { field: fields[field], message };
}
