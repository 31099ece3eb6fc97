import { createHash } from "node:crypto";
import { type FieldOf, type Form, formErrors, readField } from "../../../blocks/slack/forms.ts";
import { contributionMetadata, retroOpenMetadata } from "../../../blocks/slack/retro/actions-retro.ts";
import {
  contributed,
  contributionChanged,
  retroImported,
} from "../../../blocks/slack/retro/retro-answers.ts";
import { importModal } from "../../../blocks/slack/retro/retro-modals.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { retroSections } from "../../../src/domain/retro/retrospective.ts";
import { changeContributionAnswer } from "../actions/retro-buttons.ts";
import { openedAnswer, retroRefusal } from "../answers/retro-answer.ts";
import type { ViewAnswer } from "../answers/view-answer.ts";
import type { Submission, SubmissionListener } from "../submission.ts";
import { tell } from "../tell.ts";

/** The form that opens the retrospective. */
export const openRetroSubmitted: SubmissionListener = async (submission) => {
  const { view, useCases, member, sender } = submission;
  const metadata = retroOpenMetadata.safeDecode(view.metadata);
  if (!metadata.success) return unreadable(submission);
  const naming = readField("retro_open", "naming", view.values);
  if (naming === "") return wrong("retro_open", view.values, "naming", ["Choose how people write."]);
  const outcome = await useCases.openRetro({
    closeoutId: metadata.data.c,
    member,
    anonymous: naming === "anonymous",
  });
  const message = openedAnswer(submission, outcome);
  if (outcome.kind !== "opened") return { kind: "show", message };
  await tell(submission, { ...sender, channel: metadata.data.ch }, message);
  return { kind: "close" };
};

/** The form for one contribution. */
export const contributeSubmitted: SubmissionListener = async (submission) => {
  const { view, useCases, member, sender } = submission;
  const metadata = contributionMetadata.safeDecode(view.metadata);
  if (!metadata.success) return unreadable(submission);
  const { c: closeoutId, s: secret, ch: channel } = metadata.data;
  const section = retroSections.find((one) => one === readField("retro_add", "section", view.values));
  if (section === undefined) return wrong("retro_add", view.values, "section", ["Choose what it is about."]);
  const say = { section, text: readField("retro_add", "text", view.values), ...assigned("retro_add", view) };
  const outcome = await useCases.contributeToRetro({ closeoutId, member, secret, say });
  switch (outcome.kind) {
    case "contributed":
      await tell(
        submission,
        { ...sender, channel },
        contributed(outcome.closeout, outcome.contribution, secret),
      );
      return { kind: "close" };
    case "invalid":
      return wrong("retro_add", view.values, outcome.field, [outcome.message]);
    case "none":
    case "over":
    case "not_permitted":
    case "closed":
    case "no_closeout":
      return { kind: "show", message: retroRefusal(submission, outcome) };
    default:
      return assertNever(outcome);
  }
};

/** The form in which somebody changes what they wrote. */
export const editSubmitted: SubmissionListener = async (submission) => {
  const { view, useCases, member, sender } = submission;
  const metadata = contributionMetadata.safeDecode(view.metadata);
  if (!metadata.success || metadata.data.n === undefined) return unreadable(submission);
  const { c: closeoutId, s: secret, n: contributionId, ch: channel } = metadata.data;
  const say = { text: readField("retro_edit", "text", view.values), ...assigned("retro_edit", view) };
  const outcome = await useCases.changeContribution({ closeoutId, contributionId, secret, member, say });
  if (outcome.kind === "invalid") return wrong("retro_edit", view.values, outcome.field, [outcome.message]);
  if (outcome.kind !== "changed") {
    return { kind: "show", message: changeContributionAnswer(submission, outcome) };
  }
  await tell(submission, { ...sender, channel }, contributionChanged(outcome.closeout));
  return { kind: "close" };
};

/** The form for pasted notes: the first time it shows a preview, and takes in exactly what was previewed. */
export const importSubmitted: SubmissionListener = async (submission) => {
  const { view, useCases, member, sender } = submission;
  const metadata = contributionMetadata.safeDecode(view.metadata);
  if (!metadata.success) return unreadable(submission);
  const { c: closeoutId, s: secret, h: seen, ch: channel } = metadata.data;
  const notes = { text: readField("retro_import", "text", view.values), ...assigned("retro_import", view) };
  const hash = createHash("sha256").update(JSON.stringify(notes)).digest("hex");
  const confirmed = seen === hash;
  const outcome = await useCases.importIntoRetro({ closeoutId, member, secret, confirmed, ...notes });
  switch (outcome.kind) {
    case "imported":
      await tell(submission, { ...sender, channel }, retroImported(outcome.closeout, outcome.sayings));
      return { kind: "close" };
    case "preview": {
      const { closeout, retro, sayings } = outcome;
      return { kind: "again", view: importModal(closeout, retro, { ...metadata.data, h: hash }, sayings) };
    }
    case "invalid":
      return wrong("retro_import", view.values, outcome.field, outcome.problems);
    case "none":
    case "over":
    case "not_permitted":
    case "closed":
    case "no_closeout":
      return { kind: "show", message: retroRefusal(submission, outcome) };
    default:
      return assertNever(outcome);
  }
};

/** Who does an action item, and by when, as far as that was filled in. */
function assigned(form: "retro_add" | "retro_edit" | "retro_import", { values }: Submission["view"]) {
  const read = (field: "owner" | "due") => readField(form, field, values);
  return { owner: given(read("owner")), due: given(read("due")) };
}

function given(text: string): string | undefined {
  return text === "" ? undefined : text;
}

/** Problems shown at once; the rest is counted. */
const mostProblems = 8;

function wrong<F extends Extract<Form, `retro_${string}`>>(
  form: F,
  values: unknown,
  name: FieldOf<F>,
  problems: readonly string[],
): ViewAnswer {
  const left = problems.length - mostProblems;
  const shown = [...problems.slice(0, mostProblems), ...(left > 0 ? [`And ${left} more.`] : [])];
  const errors = formErrors(form, values, [{ field: name, message: shown.join(" ") }]);
  return { kind: "errors", errors };
}

function unreadable({ commands }: Submission): ViewAnswer {
  return { kind: "show", message: unreadableControl(commands) };
}
