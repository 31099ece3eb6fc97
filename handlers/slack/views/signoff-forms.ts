import { type Form, formErrors, readField } from "../../../blocks/slack/forms.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import {
  decisionNoted,
  delegationOffered,
  delegationTakenBack,
  questionAsked,
  signatoryReplaced,
  signoffOverridden,
  signoffWithdrawn,
} from "../../../blocks/slack/signoff/signoff-answers.ts";
import { type SignoffFormMetadata, signoffFormMetadata } from "../../../blocks/slack/signoff/signoff-refs.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import type { SignoffDecision } from "../../../src/domain/signoff/signoff.ts";
import type { SignoffSeen } from "../../../src/usecases/signoff/signoff-change.ts";
import { formProblem, type SignoffRefusal, signoffRefusal } from "../answers/signoff-answer.ts";
import type { ViewAnswer } from "../answers/view-answer.ts";
import { failureFields } from "../failure.ts";
import { refreshBelow } from "../refresh-place.ts";
import type { Submission, SubmissionListener } from "../submission.ts";

/** The forms about one request. What they did shows in every copy of it; whoever submitted is told in the form's place. */

/** What became of a form: what the person is told, or why it was not done. */
type Done = { readonly kind: "done"; readonly seen: SignoffSeen; readonly message: Message };
type Result = Done | SignoffRefusal;

type WordsField = "words" | "reason";

/** A listener for one form: `words` is the field that a problem with what was typed belongs to. */
function formListener(
  form: Form,
  words: WordsField,
  act: (submission: Submission, requestId: string) => Promise<Result>,
): SubmissionListener {
  return async (submission) => {
    const metadata = signoffFormMetadata.safeDecode(submission.view.metadata);
    if (!metadata.success) return { kind: "show", message: unreadableControl(submission.commands) };
    const result = await act(submission, metadata.data.r);
    return await answer(submission, metadata.data, form, words, result);
  };
}

async function answer(
  submission: Submission,
  { below }: SignoffFormMetadata,
  form: Form,
  words: WordsField,
  result: Result,
): Promise<ViewAnswer> {
  if (result.kind !== "done") {
    const problem = formProblem(result);
    if (problem === undefined) return { kind: "show", message: signoffRefusal(submission, result) };
    const field = problem.field === "words" ? words : problem.field;
    return {
      kind: "errors",
      errors: formErrors(form, submission.view.values, [{ field, message: problem.message }]),
    };
  }
  if (below !== undefined) await refresh(submission, below, result.seen.closeout.id);
  return { kind: "show", message: result.message };
}

/** What was done is done, so a failure here is only logged. */
async function refresh(
  submission: Submission,
  below: NonNullable<SignoffFormMetadata["below"]>,
  closeoutId: string,
): Promise<void> {
  try {
    await refreshBelow(submission, below, submission.view.rootViewId, closeoutId);
  } catch (error) {
    submission.log.warn(
      { user: submission.member.user, ...failureFields(error) },
      "A view was not refreshed",
    );
  }
}

function done(seen: SignoffSeen, message: Message): Done {
  return { kind: "done", seen, message };
}

/** A field that not every form has, or that was left empty. */
function optional(text: string): string | undefined {
  return text === "" ? undefined : text;
}

async function decide(
  { useCases, member, view }: Submission,
  requestId: string,
  form: "signoff_approve" | "signoff_reject",
  decision: SignoffDecision["decision"],
): Promise<Result> {
  const { values } = view;
  const words =
    form === "signoff_approve" ? readField(form, "words", values) : readField(form, "reason", values);
  const outcome = await useCases.decideSignoff({
    requestId,
    member,
    decision,
    words: optional(words),
    seat: optional(readField(form, "seat", values)),
    platformRequest: view.id,
  });
  if (outcome.kind !== "decided") return outcome;
  return done(outcome, decisionNoted(outcome.closeout, outcome.request, decision));
}

export const approveForm = formListener("signoff_approve", "words", (submission, requestId) =>
  decide(submission, requestId, "signoff_approve", "approved"),
);

export const rejectForm = formListener("signoff_reject", "reason", (submission, requestId) =>
  decide(submission, requestId, "signoff_reject", "rejected"),
);

export const askForm = formListener("signoff_ask", "reason", async (submission, requestId) => {
  const { useCases, member, view } = submission;
  const words = readField("signoff_ask", "reason", view.values);
  const outcome = await useCases.askAboutSignoff({ requestId, member, words });
  if (outcome.kind !== "asked") return outcome;
  return done(outcome, questionAsked(outcome.closeout, outcome.request));
});

export const delegateForm = formListener("signoff_delegate", "reason", async (submission, requestId) => {
  const { useCases, member, view } = submission;
  const user = readField("signoff_delegate", "user", view.values);
  const outcome = await useCases.delegateSignoff({
    requestId,
    member,
    seat: optional(readField("signoff_delegate", "seat", view.values)),
    act: { kind: "offer", user, reason: readField("signoff_delegate", "reason", view.values) },
  });
  if (outcome.kind === "offered")
    return done(outcome, delegationOffered(outcome.closeout, outcome.request, user));
  if (outcome.kind === "revoked")
    return done(outcome, delegationTakenBack(outcome.closeout, outcome.request));
  return outcome;
});

export const replaceForm = formListener("signoff_replace", "reason", async (submission, requestId) => {
  const { useCases, member, view } = submission;
  const outcome = await useCases.replaceSignatory({
    requestId,
    member,
    seat: readField("signoff_replace", "seat", view.values),
    user: readField("signoff_replace", "user", view.values),
    reason: readField("signoff_replace", "reason", view.values),
  });
  if (outcome.kind !== "replaced") return outcome;
  const { closeout, request, old, seat } = outcome;
  return done(outcome, signatoryReplaced(closeout, request, old.user, seat.user));
});

export const withdrawForm = formListener("signoff_withdraw", "reason", async (submission, requestId) => {
  const { useCases, member, view } = submission;
  const reason = readField("signoff_withdraw", "reason", view.values);
  const outcome = await useCases.withdrawSignoff({ requestId, member, reason });
  if (outcome.kind === "withdrawn") return done(outcome, signoffWithdrawn(outcome.closeout, outcome.request));
  return outcome;
});

export const overrideForm = formListener("signoff_override", "reason", async (submission, requestId) => {
  const { useCases, member, view } = submission;
  const reason = readField("signoff_override", "reason", view.values);
  const outcome = await useCases.overrideSignoff({ requestId, member, reason });
  if (outcome.kind === "overridden")
    return done(outcome, signoffOverridden(outcome.closeout, outcome.request));
  return outcome;
});
