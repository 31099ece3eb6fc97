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
import type { StepObstacle, TakeStepOutcome } from "../../../src/usecases/decommission/take-step.ts";
import type { UndoStepOutcome } from "../../../src/usecases/decommission/undo-step.ts";
import type { AskApprovalOutcome } from "../../../src/usecases/signoff/ask-approval.ts";
import type { Handling } from "../handling.ts";
import { refusalAnswer } from "./refusal-answer.ts";

type Commands = Pick<Handling, "commands">;

/** What people hear whose act did not even begin. */
export function decommissionRefusal(handling: Commands, refusal: DecommissionRefusal | Unread): Message {
  switch (refusal.kind) {
    case "not_permitted":
      return refusalAnswer(handling, refusal, refusal.act);
    case "closed":
    case "no_closeout":
      return refusalAnswer(handling, refusal, "decommission");
    case "unplanned":
      return unplannedDecommission(refusal.closeout, handling.commands);
    case "unavailable":
      return unavailable(refusal.sentence);
    default:
      return assertNever(refusal);
  }
}

function obstacleAnswer({ commands }: Commands, obstacle: StepObstacle): Message {
  switch (obstacle.kind) {
    case "blocked":
      return stepBlocked(obstacle.closeout, obstacle.step, obstacle.reasons);
    case "running":
      return stepRunning(obstacle.closeout, obstacle.step, obstacle.operation);
    case "no_such_step":
      return noSuchPart(obstacle.typed, commands);
    default:
      return assertNever(obstacle);
  }
}

/** What a person hears who took a step. */
export function takeAnswer(
  handling: Commands,
  outcome: Exclude<TakeStepOutcome, { kind: "invalid" }>,
): Message {
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
    case "blocked":
    case "running":
    case "no_such_step":
      return obstacleAnswer(handling, outcome);
    case "not_permitted":
    case "unplanned":
    case "unavailable":
    case "closed":
    case "no_closeout":
      return decommissionRefusal(handling, outcome);
    default:
      return assertNever(outcome);
  }
}

/** What the second person hears. */
export function confirmAnswer(handling: Commands, outcome: ConfirmStepOutcome): Message {
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
    case "blocked":
    case "running":
    case "no_such_step":
      return obstacleAnswer(handling, outcome);
    case "not_permitted":
    case "unplanned":
    case "unavailable":
    case "closed":
    case "no_closeout":
      return decommissionRefusal(handling, outcome);
    default:
      return assertNever(outcome);
  }
}

/** What a person hears who lets the automation try again. */
export function retryAnswer(handling: Commands, outcome: RetryStepOutcome): Message {
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
    case "blocked":
    case "running":
    case "no_such_step":
    case "not_permitted":
    case "unplanned":
    case "unavailable":
    case "closed":
    case "no_closeout":
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
  switch (outcome.kind) {
    case "undone":
      return decommissionDone(
        `${outcome.step.id} is taken back${outcome.with.length === 0 ? "" : `, and ${outcome.with.join(", ")} with it`}. The channel and the ledger say so.`,
      );
    case "cannot":
      return cannotUndo(outcome.step, outcome.reason);
    case "running":
    case "no_such_step":
      return obstacleAnswer(handling, outcome);
    case "not_permitted":
    case "unplanned":
    case "unavailable":
    case "closed":
    case "no_closeout":
      return decommissionRefusal(handling, outcome);
    default:
      return assertNever(outcome);
  }
}

/** What a person hears who asked for sign-off. */
export function approvalAnswer(handling: Commands, outcome: AskApprovalOutcome): Message {
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
    case "not_permitted":
    case "unplanned":
    case "unavailable":
    case "closed":
    case "no_closeout":
      return decommissionRefusal(handling, outcome);
    default:
      return assertNever(outcome);
  }
}
