import type { KnownBlock } from "@slack/types";
import type { ReleaseRef } from "../../../src/domain/cleanup/cleanup.ts";
import type { Blocker } from "../../../src/domain/cleanup/cleanup-facts.ts";
import { blockerSentence } from "../../../src/domain/cleanup/cleanup-sentences.ts";
import type { Operation } from "../../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { dateToken } from "../dates.ts";
import { actions, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { line, mention, plainLine } from "../mrkdwn.ts";
import { showRelease } from "./operation-message.ts";
import { operationName, operationStanding } from "./operation-words.ts";

/** Private answers of the cleanup: what happened, what did not, what to do. */

/** It was asked for; the channel's own message says how it goes. */
export function operationRequested(closeout: Closeout, operation: Operation): Message {
  return sentence(
    operation.state === "planned"
      ? `I have asked ${mention(closeout.roles.compliance_officer)} for sign-off on the release of the checkpoints of ${line(closeout.name, 80)}. Nothing is deleted before that.`
      : `${operationName(operation)} of ${line(closeout.name, 80)}: I am on it. The message in the channel shows how it goes.`,
  );
}

/** Somebody was first. */
export function operationAlready(closeout: Closeout, operation: Operation, reminded: boolean): Message {
  const when = dateToken(operation.requestedAt, "moment", closeout.timeZone);
  const first = `${operationName(operation)}: ${mention(operation.requestedBy.user)} asked for it ${when} already, so nothing was started twice.`;
  return sentence(
    reminded
      ? `${first} I have reminded ${mention(closeout.roles.compliance_officer)}, who has to release it.`
      : `${first} Now: ${operationStanding(closeout, operation)}`,
  );
}

/** The gates are closed. */
export function operationBlocked(closeout: Closeout, blockers: readonly Blocker[]): Message {
  const why = blockers.map((blocker) => line(blockerSentence(blocker), 500)).join(" ");
  return sentence(`${line(closeout.name, 80)}: ${why} Nothing was changed.`);
}

/** The plan was drawn from something else; the new one follows. */
export function planOutdated(plan: Message): Message {
  const text =
    "What you decided on has changed since, so nothing was done. This is how it is now; decide anew.";
  return { text: `${text} ${plan.text}`, blocks: [section(text), ...plan.blocks] };
}

/** One person holds both roles. */
export function needsTwo(closeout: Closeout): Message {
  return sentence(
    `Deleting checkpoints takes two people: one who asks and one who releases, and in ${line(closeout.name, 80)} you would be both. Nothing was changed. Let ${others(closeout)} ask, or ask ${mention(closeout.owner)} to name somebody else as compliance officer in the settings.`,
  );
}

function others({ owner, roles }: Closeout): string {
  const askers = [...new Set([owner, roles.technical_lead])].filter(
    (user) => user !== roles.compliance_officer,
  );
  return askers.length === 0 ? "somebody else" : askers.map(mention).join(" or ");
}

/** The compliance officer keeps them. */
export function checkpointsKept(): Message {
  return sentence("The checkpoints are kept for audit. The channel and the ledger say why.");
}

/** Where the word on the checkpoints belongs: an earlier button asked for it here. */
export function decideInSignoff(release: ReleaseRef | undefined): Message {
  if (release === undefined) {
    return sentence(
      "Checkpoints are released by a sign-off, and none asks for these. Nothing was changed. Whoever wants them deleted asks for it in the plan of the cleanup.",
    );
  }
  const text = `Sign-off ${release.number} asks about these checkpoints: approving it deletes them, rejecting it keeps them for audit. Nothing was changed here.`;
  return { text, blocks: [section(text), actions(showRelease(release))] };
}

/** It was decided before. */
export function decidedBefore(closeout: Closeout, operation: Operation | undefined): Message {
  return sentence(
    operation === undefined
      ? "There is nothing to decide any more. Nothing was changed."
      : `That is decided already, so nothing was changed. ${operationName(operation)}: ${operationStanding(closeout, operation)}`,
  );
}

/** What the owner has settled. */
export function operationSettled(closeout: Closeout, operation: Operation): Message {
  return sentence(`${operationName(operation)}: ${operationStanding(closeout, operation)}`);
}

/** The plan stands in the channel now. */
export function planPosted(closeout: Closeout): Message {
  return sentence(
    `The plan of ${line(closeout.name, 80)} is on its way into the channel, and stays current there.`,
  );
}

/** A word of the cleanup that nobody knows. */
export function unknownCleanup(word: string, suggestion: string | undefined, { cleanup }: Commands): Message {
  const near = suggestion === undefined ? "" : ` Did you mean \`${cleanup} ${line(suggestion, 40)}\`?`;
  return sentence(
    `I do not know “${line(word, 40)}” here.${near} Nothing was changed. \`${cleanup}\` shows the plan; \`${cleanup} run storage\`, \`run checkpoints\`, \`run migration\` and \`run X1\` carry parts of it out.`,
  );
}

/** The typed name is another one. */
export function wrongName(name: string): string {
  return `That is not the name. Type ${plainLine(name, 200)} exactly.`;
}

/** A message with a sentence before it. */
export function introduced(text: string, message: Message): Message {
  const blocks: KnownBlock[] = [section(text), ...message.blocks];
  return { text: `${text} ${message.text}`, blocks };
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
