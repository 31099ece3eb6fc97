import {
  askedAlready,
  askerLostRight,
  askFromBeginning,
  automationGone,
  backupFirst,
  cannotUndo,
  decommissionDone,
  noSuchPart,
  nothingFailed,
  nothingToConfirm,
  stepBlocked,
  stepNeedsTwo,
  stepRunning,
  stepWaits,
  unplannedDecommission,
} from "../../../blocks/slack/decommission/decommission-answers.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { unavailable } from "../../../blocks/slack/refusals.ts";
import { cannotDo } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { ConfirmStepOutcome } from "../../../src/usecases/decommission/confirm-step.ts";
import type { DecommissionRefusal, Unread } from "../../../src/usecases/decommission/decommission-act.ts";
import type { RetryStepOutcome } from "../../../src/usecases/decommission/retry-step.ts";
import type { StepObstacle } from "../../../src/usecases/decommission/step-act.ts";
import type { TakeStepOutcome } from "../../../src/usecases/decommission/take-step.ts";
import type { UndoStepOutcome } from "../../../src/usecases/decommission/undo-step.ts";
import type { AskApprovalOutcome } from "../../../src/usecases/signoff/ask-approval.ts";
import type { Handling } from "../handling.ts";
import { refusalAnswer } from "./refusal-answer.ts";

type Commands = Pick<Handling, "commands">;

/** Why nothing was done: the act did not even begin, or something stands in the step's way. */
type Hindrance = DecommissionRefusal | Unread | StepObstacle;

const hindrances: Readonly<Record<Hindrance["kind"], true>> = {
  not_permitted: true,
  closed: true,
  no_closeout: true,
  unplanned: true,
  unavailable: true,
  blocked: true,
  running: true,
  no_such_step: true,
};

/** Whether an outcome is one; a `switch` below then has the use case's own outcomes alone. */
function isHindrance<Outcome extends { readonly kind: string }>(
  outcome: Outcome,
): outcome is Extract<Outcome, { readonly kind: Hindrance["kind"] }> {
  return Object.hasOwn(hindrances, outcome.kind);
}

/** What people hear for whom nothing was done. */
export function decommissionRefusal(handling: Commands, hindrance: Hindrance): Message {
  switch (hindrance.kind) {
    case "not_permitted":
      return refusalAnswer(handling, hindrance, hindrance.act);
    case "closed":
    case "no_closeout":
      return refusalAnswer(handling, hindrance, "decommission");
    case "unplanned":
      return unplannedDecommission(hindrance.closeout, handling.commands);
    case "unavailable":
      return unavailable(hindrance.sentence);
    case "blocked":
      return stepBlocked(hindrance.closeout, hindrance.step, hindrance.reasons);
    case "running":
      return stepRunning(hindrance.closeout, hindrance.step, hindrance.operation);
    case "no_such_step":
      return noSuchPart(hindrance.typed, handling.commands);
    default:
      return assertNever(hindrance);
  }
}

/** What a person hears who took a step. */
export function takeAnswer(
  handling: Commands,
  outcome: Exclude<TakeStepOutcome, { kind: "invalid" }>,
): Message {
  if (isHindrance(outcome)) return decommissionRefusal(handling, outcome);
  switch (outcome.kind) {
    case "done":
      return decommissionDone(`${outcome.step.id} is done. The channel and the ledger say so.`);
    case "started":
      return decommissionDone(
        `${outcome.step.id}: the automation is being asked. The message in the channel shows how it goes.`,
      );
    case "asked":
      return decommissionDone(
        `${outcome.step.id} waits for somebody else to confirm it; the channel has the button. Nothing was done yet.`,
      );
    case "already_asked":
      return waiting(outcome);
    default:
      return assertNever(outcome);
  }
}

/** What the second person hears. */
export function confirmAnswer(handling: Commands, outcome: ConfirmStepOutcome): Message {
  if (isHindrance(outcome)) return decommissionRefusal(handling, outcome);
  switch (outcome.kind) {
    case "done":
      return decommissionDone(`You have confirmed ${outcome.step.id}. The channel and the ledger say so.`);
    case "started":
      return decommissionDone(
        `You have confirmed ${outcome.step.id}: the automation is being asked. The message in the channel shows how it goes.`,
      );
    case "withdrawn":
      return decommissionDone(`${outcome.step.id} is withdrawn. Nothing was done.`);
    case "not_asked":
      return nothingToConfirm();
    case "needs_two":
      return stepNeedsTwo(outcome.step);
    case "asker_lost_right":
      return askerLostRight(outcome.step);
    default:
      return assertNever(outcome);
  }
}

/** What a person hears who lets the automation try again. */
export function retryAnswer(handling: Commands, outcome: RetryStepOutcome): Message {
  if (isHindrance(outcome)) return decommissionRefusal(handling, outcome);
  switch (outcome.kind) {
    case "started":
      return decommissionDone(
        `${outcome.step.id}: the automation is being asked again, under the same key. The message in the channel shows how it goes.`,
      );
    case "not_failed":
      return nothingFailed(outcome.step);
    case "no_automation":
      return automationGone(outcome.closeout, outcome.step);
    case "ask_again":
      return askFromBeginning(outcome.closeout, outcome.step);
    case "asked_by_hand":
      return waiting(outcome);
    case "done":
    case "needs_two":
    case "asker_lost_right":
      return confirmAnswer(handling, outcome);
    default:
      return assertNever(outcome);
  }
}

/** Who has asked for a step that waits for a second person. */
function waiting({
  asked,
  closeout,
  step,
}: Pick<Extract<TakeStepOutcome, { kind: "already_asked" }>, "asked" | "closeout" | "step">): Message {
  return stepWaits(closeout, step, "user" in asked.by ? asked.by.user : "", asked.at);
}

/** What a person hears who took a step back. */
export function undoAnswer(
  handling: Commands,
  outcome: Exclude<UndoStepOutcome, { kind: "invalid" }>,
): Message {
  if (isHindrance(outcome)) return decommissionRefusal(handling, outcome);
  switch (outcome.kind) {
    case "undone":
      return decommissionDone(
        `${outcome.step.id} is taken back${outcome.with.length === 0 ? "" : `, and ${outcome.with.join(", ")} with it`}. The channel and the ledger say so.`,
      );
    case "cannot":
      return cannotUndo(outcome.step, outcome.reason);
    default:
      return assertNever(outcome);
  }
}

/** What a person hears who asked for sign-off. */
export function approvalAnswer(handling: Commands, outcome: AskApprovalOutcome): Message {
  if (isHindrance(outcome)) return decommissionRefusal(handling, outcome);
  switch (outcome.kind) {
    case "asked":
      return decommissionDone(
        `Sign-off ${outcome.request.number} is requested. The channel shows who has decided.`,
      );
    case "already":
      return askedAlready(outcome.request);
    case "backup_first":
      return backupFirst(outcome.prerequisite);
    case "invalid":
      return cannotDo(outcome.message);
    default:
      return assertNever(outcome);
  }
}
