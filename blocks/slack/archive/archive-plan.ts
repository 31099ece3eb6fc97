import type { KnownBlock } from "@slack/types";
import type { ArchiveView, KindLine } from "../../../src/domain/archive/archive-view.ts";
import { byteWords } from "../../../src/domain/archive/byte-words.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { count, line } from "../mrkdwn.ts";
import { archivePageRef } from "./actions-archive.ts";
import { confirmation, filesWords, keptWords, listed } from "./archive-words.ts";

/** Kinds shown at most; a procedure has six. */
const mostKinds = 25;

/** What ought to be archived, what is, and what a run would do: the answer to `/archival`. Nothing has happened by it. */
export function archivePlanMessage(view: ArchiveView, commands: Commands): Message {
  const { closeout, kinds } = view;
  const verified = kinds.filter(({ state }) => state === "verified").length;
  const missing = kinds.filter(({ state }) => state !== "verified").map(({ kind }) => line(kind.name, 60));
  const summary = `${line(closeout.name, 80)}: ${verified} of ${count(kinds.length, "kind")} of artifacts archived and read back.`;
  const rest = missing.length === 0 ? "" : ` Left: ${listed(missing.slice(0, 8))}.`;
  return {
    text: `${summary}${rest} ${nextWords(view, commands)}`,
    blocks: [
      section(`*${summary}*`),
      ...kinds.slice(0, mostKinds).map((one) => section(kindWords(one))),
      ...(kinds.length > mostKinds ? [context(`… and ${kinds.length - mostKinds} more kinds.`)] : []),
      ...unclassifiedBlocks(view),
      context(nextWords(view, commands)),
      ...controls(view),
    ],
  };
}

function kindWords({ kind, state, files, bytes, where }: KindLine): string {
  const head = `*${line(kind.name, 80)}* · kept ${keptWords(kind.retention)} · ${line(kind.location, 60)}`;
  const size = `${count(files, "file")}, ${byteWords(bytes)}`;
  const place = line(where, 200);
  switch (state) {
    case "missing":
      return `☐ ${head}\nnot archived yet; it belongs in ${place}`;
    case "verified":
      return files === 0
        ? `✓ ${head}\ndisposed of after its retention`
        : `✓ ${head}\n${size}, read back whole, in ${place}`;
    case "misplaced":
      return `⚠ ${head}\n${size}, but not all of it in ${place}`;
    case "damaged":
      return `⚠ ${head}\n${size}, and something is wrong with it: see the register`;
    default:
      return head;
  }
}

function unclassifiedOf({ artifacts }: Pick<ArchiveView, "artifacts">) {
  return artifacts.filter(({ kind, disposed }) => kind === undefined && disposed === undefined);
}

function unclassifiedBlocks(view: ArchiveView): KnownBlock[] {
  const unclassified = unclassifiedOf(view);
  if (unclassified.length === 0) return [];
  return [
    section(
      `⚠ *Unclassified* · ${filesWords(unclassified)} that no rule knows. ${unclassified.length === 1 ? "It is" : "They are"} kept as long as what is kept longest, until somebody says what ${unclassified.length === 1 ? "it is" : "they are"}.`,
    ),
  ];
}

function isRunning({ run }: ArchiveView): boolean {
  return run?.state.kind === "running";
}

function nextWords(view: ArchiveView, { archival }: Commands): string {
  if (isRunning(view)) return "A run is under way; its message in the channel shows how far it is.";
  const what =
    "A run downloads what Sensei exports of this migration, checks every file, stores it in its place, reads it back and enters it in the retention register. It archives what the export holds and nothing else, and deletes nothing.";
  const again = view.artifacts.length > 0;
  const sofar = again
    ? "What is registered already is read again and not registered twice"
    : "Nothing has happened yet";
  const who = view.mayRun
    ? `\`${archival} run\` or the button starts it.`
    : "the owner or the technical lead can start it.";
  return `${what} ${sofar}: ${who}`;
}

function controls(view: ArchiveView): KnownBlock[] {
  const { closeout, artifacts, mayRun } = view;
  const unclassified = unclassifiedOf(view).length;
  const again = artifacts.length > 0;
  const buttons = [
    ...(mayRun && !isRunning(view)
      ? [runButton(closeout.id, again ? "Archive again" : "Archive artifacts")]
      : []),
    ...(again ? [registerButton(closeout.id)] : []),
    ...(unclassified > 0 ? [unclassifiedButton(closeout.id, unclassified)] : []),
  ];
  return buttons.length === 0 ? [] : [actions(...buttons)];
}

/** Starts a run, after asking. */
export function runButton(closeoutId: string, label: string) {
  return button(label, actionIds.archiveRun, closeoutRef.encode({ c: closeoutId }), {
    ...(label === "Archive artifacts" ? { style: "primary" } : {}),
    confirm: confirmation(
      "Archive the artifacts?",
      "The export is downloaded from Sensei, checked, stored and registered. What is registered is kept for years: it can be disposed of only after its retention, by approval.",
      "Archive",
    ),
  });
}

/** Shows the retention register. */
export function registerButton(closeoutId: string) {
  return button(
    "Retention register",
    actionIds.archiveRegister,
    archivePageRef.encode({ c: closeoutId, p: 0 }),
  );
}

/** Shows the files that nobody has classified, each with a menu. */
export function unclassifiedButton(closeoutId: string, files: number) {
  const label = `Classify ${count(files, "file")}`;
  return button(label, actionIds.archiveUnclassified, archivePageRef.encode({ c: closeoutId, p: 0 }));
}
