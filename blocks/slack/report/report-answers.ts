import type { Closeout } from "../../../src/domain/closeout.ts";
import type { ReportDraft, ReportVersion } from "../../../src/domain/report/report-draft.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { momentOf } from "../baseline/baseline-people.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { count, line, mention } from "../mrkdwn.ts";

/** Private answers about the final report. */

/** What there is of it, and what to do next. */
export function reportStatus(
  view: {
    readonly closeout: Closeout;
    readonly draft: ReportDraft;
    readonly newest: ReportVersion | undefined;
    readonly mayEdit: boolean;
  },
  { closeout: command }: Commands,
): Message {
  const { closeout, draft, newest, mayEdit } = view;
  const value = closeoutRef.encode({ c: closeout.id });
  const text = `Final report of ${line(closeout.name, 80)}. ${versionWords(closeout, newest)} ${draftWords(closeout, draft)}`;
  return {
    text,
    blocks: [
      section(text),
      context(
        `Its figures are read from their sources when it is previewed or frozen; what is not there is named as missing. \`${command} report opt-out\` keeps your name out of the acknowledgments.`,
      ),
      actions(
        button("Preview", actionIds.reportPreview, value),
        ...(mayEdit ? [button("Edit", actionIds.reportEdit, value)] : []),
      ),
    ],
  };
}

function versionWords({ timeZone }: Closeout, newest: ReportVersion | undefined): string {
  if (newest === undefined) return "It has not been frozen yet.";
  const { number, frozenAt, frozenBy } = newest;
  return `Version ${number} was frozen by ${mention(frozenBy.user)}, ${momentOf(frozenAt, timeZone)}; its files are in the channel.`;
}

function draftWords({ timeZone }: Closeout, { edited, unnamed, optedOut }: ReportDraft): string {
  const left = new Set([...unnamed, ...optedOut]).size;
  const names = left === 0 ? "" : ` ${count(left, "person")} will not be named.`.replace("persons", "people");
  if (edited === undefined) return `Nobody has written its introduction or anything else yet.${names}`;
  return `Its own words were last edited by ${mention(edited.by.user)}, ${momentOf(edited.at, timeZone)}.${names}`;
}

/** Whoever waits for a preview hears that it is being made. */
export function drawingReport(closeout: Closeout): Message {
  return sentence(
    `I am putting the final report of ${line(closeout.name, 80)} together. It will appear here, or I will tell you why not.`,
  );
}

/** The PDF of a preview could not be sent; the words were. */
export function previewNotUploaded(closeout: Closeout): Message {
  return sentence(
    `Slack did not take the PDF of this preview of ${line(closeout.name, 80)}. The words above are all of it; ask for the preview again in a minute.`,
  );
}

/** Said with the PDF of a preview, in the person's own conversation with us. */
export function previewFileWords(closeout: Closeout): string {
  return `Preview of the final report of ${line(closeout.name, 80)}. It is not frozen, and nobody else was sent it.`;
}

export function previewSent(closeout: Closeout): Message {
  return sentence(`The preview of ${line(closeout.name, 80)} as PDF is in your direct messages with me.`);
}

/** Private confirmation of an edit. */
export function reportEdited(closeout: Closeout, newest: ReportVersion | undefined): Message {
  const frozen =
    newest === undefined
      ? ""
      : ` Version ${newest.number} stays as it was frozen; freezing again makes version ${newest.number + 1}.`;
  const text = `The words of the final report of ${line(closeout.name, 80)} are kept.${frozen}`;
  const value = closeoutRef.encode({ c: closeout.id });
  return { text, blocks: [section(text), actions(button("Preview", actionIds.reportPreview, value))] };
}

export function reportNotEdited(closeout: Closeout): Message {
  return sentence(
    `You changed nothing in the final report of ${line(closeout.name, 80)}, so it stays as it was.`,
  );
}

/** Private confirmation that it is frozen. */
export function reportFrozen(closeout: Closeout, { number }: ReportVersion): Message {
  return sentence(
    `Version ${number} of the final report of ${line(closeout.name, 80)} is frozen. The channel gets it as PDF and as Markdown, with their hashes.`,
  );
}

export function reportFrozenBefore(
  closeout: Closeout,
  { number, frozenBy, frozenAt }: ReportVersion,
): Message {
  return sentence(
    `Version ${number} of the final report of ${line(closeout.name, 80)}, frozen by ${mention(frozenBy.user)}, ${momentOf(frozenAt, closeout.timeZone)}, says the same already. Nothing was frozen.`,
  );
}

/** It says something else by now than whoever wants to freeze it has seen. */
export function reportChangedSince(closeout: Closeout): Message {
  const text = `The final report of ${line(closeout.name, 80)} says something else by now than you have seen. Nothing was frozen; look at it again first.`;
  const value = closeoutRef.encode({ c: closeout.id });
  return { text, blocks: [section(text), actions(button("Preview", actionIds.reportPreview, value))] };
}

/** Whether somebody is named in the acknowledgments. */
export function namingAnswer(closeout: Closeout, named: boolean, changed: boolean): Message {
  const where = `the acknowledgments of ${line(closeout.name, 80)}`;
  const already = changed ? "" : " That was so already.";
  return sentence(
    named
      ? `The next version of the final report may name you in ${where}, if you took part.${already}`
      : `The next version of the final report will not name you in ${where}; it only counts you.${already} Versions that are frozen already stay as they are, and so do decisions and the ledger.`,
  );
}

/** A word after `report` that means nothing; the nearest one, if there is one. */
export function unknownReportWord(
  word: string,
  suggestion: string | undefined,
  { closeout }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean \`${closeout} report ${suggestion}\`?`;
  return sentence(
    `\`${closeout} report\` does not know “${line(word, 40)}”.${near} Nothing was changed. \`preview\` shows the report, \`edit\` changes its words, \`freeze\` keeps it for good, \`opt-out\` keeps your name out of it.`,
  );
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
