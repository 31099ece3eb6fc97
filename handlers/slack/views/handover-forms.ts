import { itemModalMetadata } from "../../../blocks/slack/actions.ts";
import { formErrors, readField, readPeople } from "../../../blocks/slack/forms.ts";
import { sessionMetadata } from "../../../blocks/slack/handover/actions-handover.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { describeAnswer, sessionAnswer } from "../answers/handover-answer.ts";
import { failureFields } from "../failure.ts";
import { refreshDetails } from "../refresh-place.ts";
import type { SubmissionListener } from "../submission.ts";
import { tell } from "../tell.ts";

/** The form for a session. */
export const sessionForm: SubmissionListener = async (submission) => {
  const { member, sender, useCases, view } = submission;
  const metadata = sessionMetadata.safeDecode(view.metadata);
  if (!metadata.success) return { kind: "show", message: unreadableControl(submission.commands) };
  const { c: closeoutId, n: number, v: version, ch: channel } = metadata.data;
  const outcome = await useCases.saveSession({
    closeoutId,
    member,
    form: {
      title: readField("session", "title", view.values),
      on: readField("session", "date", view.values),
      materials: readField("session", "materials", view.values),
      attendees: readPeople("session", "attendees", view.values),
      drawn: number === undefined || version === undefined ? undefined : { number, version },
    },
  });
  if (outcome.kind === "invalid") {
    return { kind: "errors", errors: formErrors("session", view.values, outcome.problems) };
  }
  const message = sessionAnswer(submission, outcome);
  if (outcome.kind !== "saved") return { kind: "show", message };
  await tell(submission, { ...sender, channel }, message);
  return { kind: "close" };
};

/** The form that asks what has changed in a document. */
export const documentForm: SubmissionListener = async (submission) => {
  const { log, member, sender, useCases, view } = submission;
  const metadata = itemModalMetadata.safeDecode(view.metadata);
  const itemId = metadata.data?.i;
  if (!metadata.success || itemId === undefined) {
    return { kind: "show", message: unreadableControl(submission.commands) };
  }
  const { c: closeoutId, ch: channel, from, below } = metadata.data;
  const link = readField("document", "link", view.values);
  const words = readField("document", "words", view.values);
  const outcome = await useCases.describeDocument({ closeoutId, member, itemId, link, words });
  if (outcome.kind === "invalid") {
    const { field, message } = outcome;
    return { kind: "errors", errors: formErrors("document", view.values, [{ field, message }]) };
  }
  const message = describeAnswer(submission, itemId, outcome);
  if (outcome.kind !== "described") return { kind: "show", message };
  if (from === "details" && view.previousViewId !== undefined) {
    try {
      await refreshDetails(submission, view.previousViewId, below, { closeoutId, itemId });
      return { kind: "close" };
    } catch (error) {
      log.warn({ user: member.user, from, ...failureFields(error) }, "A view was not refreshed");
    }
  }
  await tell(submission, { ...sender, channel }, message);
  return { kind: "close" };
};
