import { formErrors, readField } from "../../../blocks/slack/forms.ts";
import { actionItemMetadata } from "../../../blocks/slack/retro/actions-retro.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import type { ActionAct } from "../../../src/usecases/retro/change-action.ts";
import { actionItemAnswer } from "../answers/action-item-answer.ts";
import { failureFields } from "../failure.ts";
import { refreshBelow } from "../refresh-place.ts";
import type { SubmissionListener } from "../submission.ts";
import { tell } from "../tell.ts";

/** The form that asks who does an action item instead. */
export const actionAssignSubmitted = actionForm("action_assign", "user", (values) => {
  const user = readField("action_assign", "user", values);
  return user === "" ? undefined : { kind: "assign", user };
});

/** The form that asks by when it is to be done instead. */
export const actionDueSubmitted = actionForm("action_due", "date", (values) => {
  const date = readField("action_due", "date", values);
  const time = readField("action_due", "time", values);
  return date === "" ? undefined : { kind: "due", to: `${date} ${time}`.trim() };
});

function actionForm(
  form: "action_assign" | "action_due",
  field: "user" | "date",
  read: (values: unknown) => ActionAct | undefined,
): SubmissionListener {
  return async (submission) => {
    const { view, useCases, member, sender, log } = submission;
    const metadata = actionItemMetadata.safeDecode(view.metadata);
    if (!metadata.success) return { kind: "show", message: unreadableControl(submission.commands) };
    const { c: closeoutId, a: number, ch: channel, below } = metadata.data;
    const wrong = (message: string) =>
      ({ kind: "errors", errors: formErrors(form, view.values, [{ field, message }]) }) as const;
    const act = read(view.values);
    if (act === undefined) return wrong("Fill this in.");
    const outcome = await useCases.changeAction({ closeoutId, number, member, act });
    if (outcome.kind === "invalid") return wrong(outcome.message);
    const message = actionItemAnswer(submission, outcome);
    if (outcome.kind !== "changed" && outcome.kind !== "already") return { kind: "show", message };
    try {
      if (below !== undefined) await refreshBelow(submission, below, view.rootViewId, closeoutId);
    } catch (error) {
      log.warn({ user: member.user, ...failureFields(error) }, "A view was not refreshed");
    }
    if (below === undefined) await tell(submission, { ...sender, channel }, message);
    return { kind: "close" };
  };
}
