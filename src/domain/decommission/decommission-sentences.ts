import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../assert-never.ts";
import type { PrerequisiteStanding } from "./decommission-prerequisites.ts";
import type { StepBlocker, UndoBlocker } from "./decommission-steps.ts";

/** How a moment is written where the sentence is read. */
export type WriteMoment = (moment: Temporal.Instant) => string;

/** Why a step must not be taken, in a sentence. Titles and vendor's words are plain text. */
export function blockerSentence(blocker: StepBlocker, moment: WriteMoment): string {
  switch (blocker.kind) {
    case "no_such_step":
      return "There is no such step.";
    case "settled":
      return "It is settled already.";
    case "kept":
      return `The source is kept: the decommissioning was skipped with ${blocker.whole}. Reopen that first.`;
    case "is_wait":
      return "That is a wait: nobody does it, and nobody can shorten it. I count it and say when it is over.";
    case "stopped":
      return stopSentence(blocker.stop);
    case "too_early":
      return `Its time has not come: not before ${moment(blocker.until)}.`;
    case "prerequisite":
      return prerequisiteSentence(blocker.standing, moment);
    case "step_before":
      return `${blocker.step.id} “${blocker.step.title}” comes first.`;
    case "waiting":
      return `${blocker.step.id} “${blocker.step.title}” is not over before ${moment(blocker.until)}.`;
    default:
      return assertNever(blocker);
  }
}

/** What Sensei's word on the migration stops. */
export function stopSentence(stop: Extract<StepBlocker, { kind: "stopped" }>["stop"]): string {
  if (stop === "unread")
    return "What Sensei says of the migration is not known, so a rollback cannot be ruled out.";
  switch (stop.kind) {
    case "rolled_back":
      return stop.status === "rolling_back"
        ? "The migration is being rolled back at Sensei: everything is frozen, for the source is needed."
        : "The migration was rolled back at Sensei: everything is frozen, for the source is in use again.";
    case "not_finished":
      return `Sensei says that the migration is “${stop.vendorStatus}”, not completed, certified or archived.`;
    case "export_not_archived":
      return "The export is not archived and verified yet.";
    default:
      return assertNever(stop);
  }
}

/** What is missing of a prerequisite. */
export function prerequisiteSentence(
  { prerequisite: { id, title }, evidence }: PrerequisiteStanding,
  moment: WriteMoment,
): string {
  const name = `${id} “${title}”`;
  switch (evidence.kind) {
    case "missing":
      return `${name} has no evidence yet.`;
    case "connections":
      return evidence.state === "overtaken"
        ? `${name} has to be checked again: somebody reported since that they still use the source.`
        : `${name} has gone stale: its evidence counted until ${moment(evidence.until)} and has to be renewed.`;
    case "window":
      return `${name} is not fulfilled before ${moment(evidence.until)}.`;
    case "approval":
      return `${name}: ${approvalWords(evidence)}`;
    case "backup":
    case "ticked":
      return `${name} is there.`;
    default:
      return assertNever(evidence);
  }
}

function approvalWords({
  request,
  state,
}: Extract<PrerequisiteStanding["evidence"], { kind: "approval" }>): string {
  switch (state) {
    case "open":
      return `sign-off ${request.number} waits for a decision.`;
    case "outdated":
      return `the plan has changed since sign-off ${request.number} approved it, so it has to be approved again.`;
    case "failed":
    case "approved":
      return `sign-off ${request.number} ended as ${request.state}.`;
    default:
      return assertNever(state);
  }
}

/** Why a step cannot be taken back. */
export function undoSentence(reason: UndoBlocker): string {
  switch (reason.kind) {
    case "not_done":
      return "It is not done, so there is nothing to take back.";
    case "never_undone":
      return "What it did cannot be taken back.";
    case "too_late":
      return `That is too late: ${reason.step} cannot be undone, and what came before it cannot either. The final backup and snapshot are what is left.`;
    case "undo_first":
      return `Take back ${reason.step} first; it came after.`;
    default:
      return assertNever(reason);
  }
}
