import { closeoutModalMetadata } from "../../../blocks/slack/actions.ts";
import { formErrors, readSettingsForm } from "../../../blocks/slack/forms.ts";
import { settingsChanged, settingsUnchanged } from "../../../blocks/slack/outcomes.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";

import { assertNever } from "../../../src/domain/assert-never.ts";
import type { ChangeSettingsOutcome } from "../../../src/usecases/change-settings.ts";
import { refusalAnswer } from "../answers/refusal-answer.ts";
import type { SubmissionListener } from "../submission.ts";
import { tell } from "../tell.ts";

/** The form with a closeout's hours, escalation and roles. */
export const changeSettings: SubmissionListener = async (submission) => {
  const { view, useCases, member, sender, commands } = submission;
  const metadata = closeoutModalMetadata.safeDecode(view.metadata);
  if (!metadata.success) return { kind: "show", message: unreadableControl(commands) };
  const { c: closeoutId, ch: channel } = metadata.data;
  const outcome = await useCases.changeSettings({ closeoutId, member, input: readSettingsForm(view.values) });
  switch (outcome.kind) {
    case "changed":
      await tell(submission, { ...sender, channel }, settingsChanged(outcome.closeout, outcome.followed));
      return { kind: "close" };
    case "unchanged":
      await tell(submission, { ...sender, channel }, settingsUnchanged(outcome.closeout));
      return { kind: "close" };
    case "invalid":
      return { kind: "errors", errors: formErrors("settings", view.values, onForm(outcome.problems)) };
    case "not_permitted":
    case "closed":
      return { kind: "show", message: refusalAnswer(submission, outcome, "change_settings") };
    default:
      return assertNever(outcome);
  }
};

/** Names of the rules' fields on the form; roles are called the same in both. */
const formField: Readonly<Record<string, string>> = {
  digestTime: "digest_time",
  quietFrom: "quiet_from",
  quietTo: "quiet_to",
  workingDays: "working_days",
  ownerAfterDays: "owner_after_days",
  sponsorAfterDays: "sponsor_after_days",
};

function onForm(problems: Extract<ChangeSettingsOutcome, { kind: "invalid" }>["problems"]) {
  return problems.map(({ field, message }) => ({ field: formField[field] ?? field, message }));
}
