import { formErrors, readReportForm } from "../../../blocks/slack/forms.ts";
import { reportModalMetadata } from "../../../blocks/slack/report/actions-report.ts";
import { reportEdited, reportNotEdited } from "../../../blocks/slack/report/report-answers.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { refusalAnswer } from "../answers/refusal-answer.ts";
import type { SubmissionListener } from "../submission.ts";
import { tell } from "../tell.ts";

/** The form for what of a report only people can write. */
export const editReport: SubmissionListener = async (submission) => {
  const { view, useCases, member, sender, commands } = submission;
  const metadata = reportModalMetadata.safeDecode(view.metadata);
  if (!metadata.success) return { kind: "show", message: unreadableControl(commands) };
  const { c: closeoutId, r: revision, ch: channel } = metadata.data;
  const { text, unnamed } = readReportForm(view.values);
  const outcome = await useCases.editReport({ closeoutId, member, revision, text, unnamed });
  switch (outcome.kind) {
    case "saved":
    case "unchanged": {
      const { closeout } = outcome;
      const found = await useCases.readReport({ closeoutId, member });
      const newest = found.kind === "found" ? found.newest : undefined;
      const message = outcome.kind === "saved" ? reportEdited(closeout, newest) : reportNotEdited(closeout);
      await tell(submission, { ...sender, channel }, message);
      return { kind: "close" };
    }
    case "outdated": {
      const who = outcome.draft.edited?.by.name ?? "Somebody";
      const message = `${who} or somebody else changed the report since this form was opened. Nothing was kept: copy your words, close this form and open it again.`;
      return wrong(view.values, "introduction", message);
    }
    case "invalid":
      return wrong(view.values, outcome.field, outcome.message);
    case "not_permitted":
    case "closed":
    case "no_closeout":
      return { kind: "show", message: refusalAnswer(submission, outcome, "edit_report") };
    default:
      return assertNever(outcome);
  }
};

function wrong(values: unknown, field: string, message: string) {
  return { kind: "errors", errors: formErrors("report", values, [{ field, message }]) } as const;
}
