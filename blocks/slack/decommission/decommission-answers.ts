import type { Operation } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { PlannedPrerequisite, PlannedStep } from "../../../src/domain/decommission/decommission-plan.ts";
import { blockerSentence, undoSentence } from "../../../src/domain/decommission/decommission-sentences.ts";
import type { StepBlocker, UndoBlocker } from "../../../src/domain/decommission/decommission-steps.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { operationStanding } from "../cleanup/operation-words.ts";
import { actions, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { line, mention } from "../mrkdwn.ts";
import { stepButton } from "./decommission.ts";
import { momentsIn, name } from "./decommission-words.ts";

/** Private answers of the decommissioning: what happened, what did not, what to do. */

type Named = { readonly id: string; readonly title: string };

/** Something was noted or done; the channel says it too. */
export function decommissionDone(what: string): Message {
  return sentence(what);
}

/** The gates are closed. */
export function stepBlocked(closeout: Closeout, step: Named, reasons: readonly StepBlocker[]): Message {
  const moment = momentsIn(closeout.timeZone);
  const why = reasons.map((reason) => `• ${line(blockerSentence(reason, plainMoments(moment)), 320)}`);
  const shown = why.map((text) => restored(text, reasons, moment));
  const rest = shown.length - mostReasons;
  const more = rest > 0 ? [`and ${rest} more; the view shows all of it`] : [];
  const first = `${name(step)} cannot be done now. Nothing was changed.`;
  return sentence([first, ...shown.slice(0, mostReasons), ...more].join("\n"));
}

/** Reasons that are told; the rest is counted. */
const mostReasons = 6;

/** Moments go through the escaping of words as marks, and are written in afterwards. */
const mark = "\u2063";

function plainMoments(moment: ReturnType<typeof momentsIn>): typeof moment {
  return (at) => `${mark}${at.epochMilliseconds}${mark}`;
}

function restored(
  text: string,
  reasons: readonly StepBlocker[],
  moment: ReturnType<typeof momentsIn>,
): string {
  const moments = reasons.flatMap((reason) => {
    if (reason.kind === "too_early" || reason.kind === "waiting") return [reason.until];
    if (reason.kind !== "prerequisite") return [];
    const { evidence } = reason.standing;
    return evidence.kind === "connections" || evidence.kind === "window" ? [evidence.until] : [];
  });
  return moments.reduce(
    (said, at) => said.replaceAll(`${mark}${at.epochMilliseconds}${mark}`, moment(at)),
    text,
  );
}

/** The automation is at it. */
export function stepRunning(closeout: Closeout, step: Named, run: Operation): Message {
  return sentence(
    `${name(step)}: the automation is at work, so nothing was changed. ${operationStanding(closeout, run)}`,
  );
}

/** No such prerequisite or step. */
export function noSuchPart(typed: string, { closeout }: Commands): Message {
  return sentence(
    `The decommissioning has no part “${line(typed, 40)}”. Nothing was changed. \`${closeout} decommission\` shows all of it.`,
  );
}

/** A part that has no form of its own: a wait, the window for rollback. */
export function partIsComputed(part: Named): Message {
  return sentence(`${name(part)} is reckoned from the timeline and cannot be typed in. Nothing was changed.`);
}

/** It takes two people. */
export function stepNeedsTwo(step: Named): Message {
  return sentence(
    `${name(step)} takes two people: you have asked for it, so somebody else has to confirm it. Nothing was changed.`,
  );
}

/** It waits for its second person already. */
export function stepWaits(
  closeout: Closeout,
  step: Named,
  by: string,
  at: Parameters<ReturnType<typeof momentsIn>>[0],
): Message {
  return sentence(
    `${name(step)}: ${mention(by)} has asked for it ${momentsIn(closeout.timeZone)(at)}, and somebody else has to confirm it. Nothing was changed.`,
  );
}

/** What was to be confirmed is not there any more. */
export function nothingToConfirm(): Message {
  return sentence(
    "There is nothing to confirm any more: it was done, withdrawn, or ended by a report that the source is still used or by a step taken back. Nothing was changed.",
  );
}

/** Whoever asked for it may not any more. */
export function askerLostRight(step: Named): Message {
  return sentence(
    `Whoever asked for ${name(step)} has no right to it any more, so it was not done. Withdraw it and let somebody else ask.`,
  );
}

/** There is nothing that the automation could try again. */
export function nothingFailed(step: Named): Message {
  return sentence(
    `${name(step)}: the automation's last run of it did not fail, so there is nothing to try again. Nothing was changed.`,
  );
}

/** The endpoint is not there any more. */
export function automationGone(closeout: Closeout, step: PlannedStep): Message {
  return withForm(
    closeout,
    step,
    `No automation is set up for ${name(step)} any more. Nothing was changed; it can be done by hand.`,
  );
}

/** Nobody asks for an irreversible step any more. */
export function askFromBeginning(closeout: Closeout, step: PlannedStep): Message {
  return withForm(
    closeout,
    step,
    `Nobody asks for ${name(step)} any more: that was withdrawn, or ended by a report that the source is still used or by a step taken back. It takes the typed name and two people again. Nothing was changed.`,
  );
}

function withForm(closeout: Closeout, step: PlannedStep, text: string): Message {
  return { text, blocks: [section(text), actions(stepButton(closeout.id, step))] };
}

/** Too late, or never possible. */
export function cannotUndo(step: Named, reason: UndoBlocker): Message {
  return sentence(
    `${name(step)} was not taken back. ${line(undoSentence(reason), 400)} Nothing was changed.`,
  );
}

/** The final backup comes before the approval. */
export function backupFirst(prerequisite: PlannedPrerequisite): Message {
  return sentence(`Note ${name(prerequisite)} first: the plan that is approved names it. Nobody was asked.`);
}

/** People are asked already. */
export function askedAlready({ number, state }: SignoffRequest): Message {
  return sentence(
    state === "open"
      ? `Sign-off ${number} asks for that already. Nobody was asked twice.`
      : `Sign-off ${number} was approved already. Nobody was asked again.`,
  );
}

/** The procedure names no evidence. */
export function unplannedDecommission(closeout: Closeout, { closeout: command }: Commands): Message {
  return sentence(
    `The procedure of ${line(closeout.name, 80)} says nothing of evidence for decommissioning, so its items are marked as done like any other: \`${command} items\`. Nothing was changed.`,
  );
}

/** A word that nobody knows here. */
export function unknownDecommission(
  word: string,
  suggestion: string | undefined,
  { closeout }: Commands,
): Message {
  const near =
    suggestion === undefined ? "" : ` Did you mean \`${closeout} decommission ${line(suggestion, 40)}\`?`;
  return sentence(
    `I do not know “${line(word, 40)}” here.${near} Nothing was changed. \`${closeout} decommission\` shows it; \`evidence P1\`, \`approval\`, \`step D1\`, \`undo D1\`, \`straggler\` and \`early\` open the forms, \`post\` puts it into the channel.`,
  );
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
