import { metricWords } from "../../../src/domain/baseline/baseline-words.ts";
import type { Finding } from "../../../src/domain/baseline/finding.ts";
import type { Measurement } from "../../../src/domain/baseline/measurement.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { actions, button, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { line, mention } from "../mrkdwn.ts";
import { baselineSendRef } from "./actions-baseline.ts";
import { momentOf, sentWords } from "./baseline-people.ts";

/** Private answers about the performance baseline. */

/** Sensei takes its time. */
export function measuring(closeout: Closeout): Message {
  return sentence(
    `I am asking Sensei for the comparison of ${line(closeout.name, 80)}. It will appear in the channel, or I will tell you why not.`,
  );
}

/** It could not be measured, in Sensei's client's own sentence or ours. */
export function notMeasured(closeout: Closeout, reason: string): Message {
  const text = `${line(reason, 1000)} The performance of ${line(closeout.name, 80)} was not measured, and nothing was stored.`;
  const again = button("Try again", actionIds.baselineMeasure, closeoutRef.encode({ c: closeout.id }));
  return { text, blocks: [section(text), actions(again)] };
}

/** Somebody else was quicker. */
export function measuredMeanwhile(closeout: Closeout, measurement: Measurement): Message {
  return sentence(
    `${mention(measurement.measuredBy.user)} measured ${line(closeout.name, 80)} meanwhile: measurement ${measurement.number}, ${at(closeout, measurement)}. It is in the channel and counts; nothing else was stored.`,
  );
}

/** There is none yet; how to get one. */
export function noBaseline(closeout: Closeout, { closeout: command }: Commands): Message {
  return sentence(
    `The performance of ${line(closeout.name, 80)} was not measured yet, so there is nothing to send. \`${command} baseline measure\` measures it.`,
  );
}

/** Private confirmation that the stakeholders are being sent a measurement. */
export function baselineSent(closeout: Closeout, { number, sendings }: Measurement): Message {
  const sent = sentWords(closeout, sendings);
  return sentence(
    `Measurement ${number} of ${line(closeout.name, 80)}: ${sent.charAt(0).toLowerCase()}${sent.slice(1)} Should it not reach one of them, the owner is told.`,
  );
}

/** Asks whether it is meant: everybody would get it once more. */
export function baselineSentAlready(closeout: Closeout, { number, sendings }: Measurement): Message {
  const text = `Measurement ${number} of ${line(closeout.name, 80)} was sent already. ${sentWords(closeout, sendings)} Nothing was sent now.`;
  const value = baselineSendRef.encode({ c: closeout.id, n: number, k: sendings.length });
  return {
    text,
    blocks: [section(text), actions(button("Send it once more", actionIds.baselineSend, value))],
  };
}

/** The measurement that somebody clicked on is not the newest any more. */
export function baselineOutdated(
  closeout: Closeout,
  newest: Measurement,
  { closeout: command }: Commands,
): Message {
  return sentence(
    `There is a newer measurement of ${line(closeout.name, 80)}: number ${newest.number}, ${at(closeout, newest)}. Nothing was changed; \`${command} baseline\` shows it.`,
  );
}

/** Private confirmation of a waiver. */
export function findingWaived(closeout: Closeout, { metric }: Finding): Message {
  return sentence(
    `The regression of ${nameOf(metric)} in ${line(closeout.name, 80)} is waived. Your name and your reason stay with the measurement and in the ledger.`,
  );
}

/** There is nothing to decide: who was quicker, or that it is resolved. */
export function findingNotOpen(closeout: Closeout, finding: Finding | undefined): Message {
  const where = line(closeout.name, 80);
  if (finding === undefined || finding.state.kind === "open") {
    return sentence(`${where} has no such regression any more. Nothing was changed.`);
  }
  const { state } = finding;
  if (state.kind === "resolved") {
    return sentence(
      `The regression of ${nameOf(finding.metric)} in ${where} is resolved by a new measurement. Nothing was changed.`,
    );
  }
  return sentence(
    `The regression of ${nameOf(finding.metric)} in ${where} was waived already, by ${mention(state.by.user)}, ${momentOf(state.at, closeout.timeZone)}. Nothing was changed.`,
  );
}

/** A word after `baseline` that means nothing; the nearest one, if there is one. */
export function unknownBaselineWord(
  word: string,
  suggestion: string | undefined,
  { closeout }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean \`${closeout} baseline ${suggestion}\`?`;
  return sentence(
    `\`${closeout} baseline\` does not know “${line(word, 40)}”.${near} Nothing was changed. It shows the newest measurement; \`measure\` takes a new one, \`send\` sends it to the stakeholders.`,
  );
}

function at(closeout: Closeout, { measuredAt }: Measurement): string {
  return momentOf(measuredAt, closeout.timeZone);
}

function nameOf(metric: Finding["metric"]): string {
  return metricWords[metric].title.replace(/^./, (letter) => letter.toLowerCase());
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
