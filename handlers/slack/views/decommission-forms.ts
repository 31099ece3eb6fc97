import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { partRef } from "../../../blocks/slack/decommission/actions-decommission.ts";
import { decommissionDone } from "../../../blocks/slack/decommission/decommission-answers.ts";
import { type Form, formErrors, readField } from "../../../blocks/slack/forms.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { TypedEvidence } from "../../../src/usecases/decommission/record-evidence.ts";
import {
  approvalAnswer,
  decommissionRefusal,
  takeAnswer,
  undoAnswer,
} from "../answers/decommission-outcomes.ts";
import type { ViewAnswer } from "../answers/view-answer.ts";
import type { Submission, SubmissionListener } from "../submission.ts";

/** Nobody connects any more. */
export const connectionsForm: SubmissionListener = (submission) => {
  const { values } = submission.view;
  return record(submission, "connections", {
    kind: "connections",
    words: readField("connections", "words", values),
    checkedBy: readField("connections", "checked_by", values),
  });
};

/** The final backup. */
export const backupForm: SubmissionListener = (submission) => {
  const { values } = submission.view;
  return record(submission, "backup", {
    kind: "backup",
    location: readField("backup", "location", values),
    size: readField("backup", "size", values),
    checksum: readField("backup", "checksum", values),
    restoredBy: readField("backup", "restored_by", values),
    restoredOn: readField("backup", "restored_on", values),
    restoreWords: readField("backup", "restore_words", values),
  });
};

async function record(
  submission: Submission,
  form: "connections" | "backup",
  evidence: TypedEvidence,
): Promise<ViewAnswer> {
  const ref = partRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  const { useCases, member, view } = submission;
  const outcome = await useCases.recordEvidence({ closeoutId: ref.data.c, member, evidence });
  switch (outcome.kind) {
    case "recorded":
      return show(decommissionDone(`Noted as evidence of ${ref.data.p}. The channel and the ledger say so.`));
    case "invalid":
      return { kind: "errors", errors: formErrors(form, view.values, outcome.problems) };
    case "not_permitted":
    case "unplanned":
    case "unavailable":
    case "closed":
    case "no_closeout":
      return show(decommissionRefusal(submission, outcome));
    default:
      return assertNever(outcome);
  }
}

/** Somebody still uses the source. */
export const stragglerForm: SubmissionListener = async (submission) => {
  const ref = closeoutRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  const { useCases, member, view } = submission;
  const reason = readField("straggler", "reason", view.values);
  const outcome = await useCases.reportStraggler({ closeoutId: ref.data.c, member, reason });
  switch (outcome.kind) {
    case "reported":
      return show(
        decommissionDone(
          outcome.gone
            ? "Reported. The source is deleted already; the channel and the ledger have your words."
            : "Reported: what had to pass begins anew, and the channel says so.",
        ),
      );
    case "invalid":
      return wrong(submission, "straggler", "reason", outcome.message);
    case "not_permitted":
    case "unplanned":
    case "unavailable":
    case "closed":
    case "no_closeout":
      return show(decommissionRefusal(submission, outcome));
    default:
      return assertNever(outcome);
  }
};

/** Opening before the time. */
export const earlyForm: SubmissionListener = async (submission) => {
  const ref = closeoutRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  const { useCases, member, view } = submission;
  const reason = readField("early", "reason", view.values);
  const wanted = { kind: "early", reason } as const;
  const outcome = await useCases.askApproval({ closeoutId: ref.data.c, member, wanted });
  return outcome.kind === "invalid"
    ? wrong(submission, "early", "reason", outcome.message)
    : show(approvalAnswer(submission, outcome));
};

/** A step is done, or somebody would do it. */
export const stepForm: SubmissionListener = async (submission) => {
  const ref = partRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  const { useCases, member, view } = submission;
  const outcome = await useCases.takeStep({
    closeoutId: ref.data.c,
    member,
    step: ref.data.p,
    evidence: readField("step", "evidence", view.values),
    typedName: readField("step", "name", view.values),
    execution: readField("step", "execution", view.values) === "automation" ? "automation" : "hand",
  });
  return outcome.kind === "invalid"
    ? wrong(submission, "step", outcome.field, outcome.message)
    : show(takeAnswer(submission, outcome));
};

/** A step is taken back. */
export const undoForm: SubmissionListener = async (submission) => {
  const ref = partRef.safeDecode(submission.view.metadata);
  if (!ref.success) return unreadable(submission);
  const { useCases, member, view } = submission;
  const reason = readField("undo_step", "reason", view.values);
  const outcome = await useCases.undoStep({ closeoutId: ref.data.c, member, step: ref.data.p, reason });
  return outcome.kind === "invalid"
    ? wrong(submission, "undo_step", "reason", outcome.message)
    : show(undoAnswer(submission, outcome));
};

function show(message: Message): ViewAnswer {
  return { kind: "show", message };
}

function unreadable({ commands }: Submission): ViewAnswer {
  return show(unreadableControl(commands));
}

function wrong({ view }: Submission, form: Form, field: string, message: string): ViewAnswer {
  return { kind: "errors", errors: formErrors(form, view.values, [{ field, message }]) };
}
