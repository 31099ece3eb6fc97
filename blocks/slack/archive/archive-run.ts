import type { KnownBlock } from "@slack/types";
import {
  type ArchiveRunNotice,
  type FindingsNotice,
  readAgain,
  type VerificationNotice,
} from "../../../src/domain/archive/archive-view.ts";
import type { RunProgress } from "../../../src/domain/archive/artifact.ts";
import { byteWords } from "../../../src/domain/archive/byte-words.ts";
import { actions, context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, count, enumerate, line } from "../mrkdwn.ts";
import { registerButton, runButton, unclassifiedButton } from "./archive-plan.ts";
import { artifactName, filesWords, listed, outcomeWords } from "./archive-words.ts";

/** Files named in one message; the register and the list of what is unclassified have them all, in pages. */
const mostNamed = 8;

/** A run in the channel: how far it is, and in the end what has become of it. */
export function archiveRunMessage(notice: ArchiveRunNotice): Message {
  const { closeout, run } = notice;
  const name = line(closeout.name, 80);
  const by = context(`Started by ${actorWords(run.startedBy)}.`);
  switch (run.state.kind) {
    case "running": {
      const text = `Archiving the artifacts of ${name}: ${progressWords(run.progress, run.export !== undefined)}.`;
      return {
        text,
        blocks: [section(text), context("Nothing is registered before every file was read back whole."), by],
      };
    }
    case "completed":
      return completedMessage(notice, name, by);
    case "refused":
    case "failed": {
      const what = run.state.kind === "refused" ? "was refused" : "failed";
      const subject = run.state.kind === "refused" ? "The export of" : "Archiving the artifacts of";
      const text = `${subject} ${name} ${what}: ${line(run.state.why, 900)}`;
      const nothing = run.state.kind === "refused" ? "" : " Nothing was registered.";
      const again = notice.latest ? [actions(runButton(closeout.id, "Try again"))] : [];
      return { text: `${text}${nothing}`, blocks: [section(`⚠ ${text}${nothing}`), by, ...again] };
    }
    default:
      return { text: name, blocks: [section(name)] };
  }
}

function progressWords({ entries, ofEntries, bytes, ofBytes }: RunProgress, downloaded: boolean): string {
  const of = ofBytes > 0 ? ` of ${byteWords(ofBytes)} (${Math.floor((bytes / ofBytes) * 100)} %)` : "";
  if (!downloaded) {
    return bytes === 0 ? "asking Sensei for the export" : `downloading the export, ${byteWords(bytes)}${of}`;
  }
  if (ofEntries === 0) return "the export is here and is being checked";
  return `checking and storing, ${entries} of ${count(ofEntries, "file")}, ${byteWords(bytes)}${of}`;
}

function completedMessage(notice: ArchiveRunNotice, name: string, by: KnownBlock): Message {
  const { closeout, registered, kept, missing, unclassified } = notice;
  const head =
    registered.length > 0
      ? `The artifacts of ${name} are archived: ${filesWords(registered)} registered, each read back whole.`
      : `Nothing new in the export of ${name}: its files were registered before, and each was read back whole.`;
  const lines = [
    ...(missing.length === 0
      ? ["Every kind of the procedure is archived in its place."]
      : [
          `⚠ Not archived, for the export holds none or it is not whole: ${enumerate(
            missing.map((one) => line(one, 60)),
            10,
          )}.`,
        ]),
    ...(unclassified.length === 0
      ? []
      : [
          `⚠ ${count(unclassified.length, "file")} without a kind, kept longest until somebody says what ${unclassified.length === 1 ? "it is" : "they are"}: ${enumerate(
            unclassified.map((one) => artifactName(one, 80)),
            mostNamed,
          )}.`,
        ]),
  ];
  const buttons = [
    ...(kept > 0 ? [registerButton(closeout.id)] : []),
    ...(unclassified.length > 0 ? [unclassifiedButton(closeout.id, unclassified.length)] : []),
    ...(missing.length > 0 && notice.latest ? [runButton(closeout.id, "Archive again")] : []),
  ];
  return {
    text: [head, ...lines].join(" "),
    blocks: [
      section(`✓ ${head}`),
      ...lines.map((words) => section(words)),
      context(
        "Archived is what Sensei's export holds; notes and links of the checklist stay with their items.",
      ),
      by,
      ...(buttons.length === 0 ? [] : [actions(...buttons)]),
    ],
  };
}

/** A verification in the channel: how far it is, and in the end what it has found. */
export function verificationMessage(notice: VerificationNotice): Message {
  const { closeout, verification, asked } = notice;
  const [only] = asked;
  const what =
    verification.number === undefined || only === undefined
      ? `the archive of ${line(closeout.name, 80)}`
      : `${artifactName(only, 120)} in the archive of ${line(closeout.name, 80)}`;
  const by = context(`Asked for by ${actorWords(verification.askedBy)}.`);
  const done = readAgain(notice);
  if (verification.finishedAt === undefined) {
    const percent = asked.length === 0 ? 0 : Math.floor((done / asked.length) * 100);
    const text = `Reading ${what} again: ${done} of ${count(asked.length, "file")} (${percent} %).`;
    return { text, blocks: [section(text), by] };
  }
  const wrong = asked.filter(({ verified }) => verified?.outcome !== "whole");
  const text =
    wrong.length === 0
      ? `Read ${what} again: ${filesWords(asked)}, whole and unchanged.`
      : `Read ${what} again: ${wrong.length} of ${count(asked.length, "file")} not as registered. ${namedFindings(wrong)}`;
  return {
    text,
    blocks: [section(`${wrong.length === 0 ? "✓" : "⚠"} ${text}`), by, actions(registerButton(closeout.id))],
  };
}

/** Tells the channel, the owner and the compliance officer what is not as it was registered. */
export function findingsMessage({ closeout, findings }: FindingsNotice): Message {
  const name = line(closeout.name, 80);
  if (findings.length === 0) {
    const text = `The archive of ${name} is whole again: nothing in it is other than it was registered.`;
    return { text, blocks: [section(`✓ ${text}`), actions(registerButton(closeout.id))] };
  }
  const text = `The archive of ${name} is not as it was registered: ${count(findings.length, "file")}. ${namedFindings(findings)}`;
  const advice =
    "Closeout has changed and deleted nothing. Find out who or what did, and put the files back from a backup; a missing file is stored again when the artifacts are archived again, if Sensei still exports it. Then have the archive verified.";
  return {
    text: `${text} ${advice}`,
    blocks: [section(`⚠ ${text}`), section(advice), actions(registerButton(closeout.id))],
  };
}

function namedFindings(findings: FindingsNotice["findings"]): string {
  const named = findings.slice(0, mostNamed).map((one) => `${artifactName(one, 80)} (${outcomeWords(one)})`);
  const more = findings.length - named.length;
  return `${more > 0 ? `${named.join(", ")} and ${more} more` : listed(named)}.`;
}
