import type { KnownBlock } from "@slack/types";
import type { ArchiveView } from "../../../src/domain/archive/archive-view.ts";
import type { Artifact } from "../../../src/domain/archive/artifact.ts";
import { byteWords } from "../../../src/domain/archive/byte-words.ts";
import { askedAgainFrom } from "../../../src/domain/archive/disposal.ts";
import { isExpired } from "../../../src/domain/archive/retention.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { actionIds } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { context, optionWords, plain, section } from "../elements.ts";
import { limits } from "../limits.ts";
import type { Commands, Message } from "../message.ts";
import { actorWords, count, line } from "../mrkdwn.ts";
import { onPage, pageButtons } from "../pages.ts";
import { archivePageRef, classifyOption } from "./actions-archive.ts";
import { artifactName, confirmation, outcomeWords, untilWords } from "./archive-words.ts";

/** Artifacts on one page, so that a page stays within a message's limits. */
export const registerPageSize = 8;

/** The retention register, one page, as a private answer. Its page buttons replace it in place. */
export function archiveRegisterMessage(view: ArchiveView, commands: Commands, wanted = 0): Message {
  const { closeout, artifacts } = view;
  const page = onPage(artifacts, wanted, registerPageSize);
  const held = artifacts.filter(({ hold }) => hold !== undefined).length;
  const disposed = artifacts.filter((one) => one.disposed !== undefined).length;
  const summary = `${line(closeout.name, 80)}, retention register: ${[
    count(artifacts.length, "artifact"),
    ...(held > 0 ? [`${held} on hold`] : []),
    ...(disposed > 0 ? [`${disposed} disposed of`] : []),
  ].join(", ")}.`;
  const shown = page.shown.map((one) => artifactName(one, 60)).join(", ");
  const empty = `Nothing is archived yet; \`${commands.archival}\` shows what there would be.`;
  return {
    text:
      shown === "" ? `${summary} ${empty}` : `${summary} Page ${page.number + 1} of ${page.pages}: ${shown}`,
    blocks: [
      section(`*${summary}*`),
      ...(shown === "" ? [section(empty)] : []),
      ...page.shown.map((one) => section([...artifactWords(view, one), ...fateWords(view, one)].join("\n"))),
      ...pageButtons(page, "artifact", (turn, p) => ({
        actionId: turn === "previous" ? actionIds.archivePrevious : actionIds.archiveNext,
        value: archivePageRef.encode({ c: closeout.id, p }),
      })),
      context(
        `\`${commands.archival} verify 3\` reads #3 again, \`${commands.archival} hold 3 why\` and \`release 3 why\` place and release a hold. Days are in UTC.`,
      ),
    ],
  };
}

function artifactWords({ closeout, kinds }: ArchiveView, artifact: Artifact): readonly string[] {
  const { location, bytes, sha256, storedAt, retainUntil, hold } = artifact;
  const zone = closeout.timeZone;
  const kind = kinds.find((one) => one.kind.id === artifact.kind)?.kind.name ?? artifact.kind;
  const what = kind === undefined ? "_unclassified_" : line(kind, 60);
  const lines = [
    `*${artifactName(artifact, 120)}*`,
    `${what} · ${line(location, 60)} · ${byteWords(bytes)}`,
    `kept ${untilWords(retainUntil)} · stored ${dateToken(storedAt, "moment", zone)}`,
    `SHA-256 \`${sha256.slice(0, 12)}…\` · ${readWords(artifact, zone)}`,
  ];
  if (hold !== undefined) {
    const store = artifact.storeHolds ? "the store refuses removal as well" : "the store is yet to be told";
    lines.push(
      `🔒 on hold since ${dateToken(hold.at, "day", zone)} by ${actorWords(hold.by)}: ${line(hold.reason, 200)} (${store})`,
    );
  }
  return lines;
}

/** What becomes of an artifact whose retention is over, as far as somebody was asked. */
function fateWords({ closeout: { timeZone }, now }: ArchiveView, artifact: Artifact): readonly string[] {
  const { disposed, disposal, hold, retainUntil } = artifact;
  if (disposed !== undefined) {
    return [
      `✗ disposed of ${dateToken(disposed.at, "day", timeZone)}, approved by ${actorWords(disposed.by)}`,
    ];
  }
  if (disposal === undefined || hold !== undefined || !isExpired(retainUntil, now)) return [];
  switch (disposal.kind) {
    case "waiting":
      return ["its retention is over; the compliance officer is asked what becomes of it"];
    case "approved":
      return [
        `its retention is over; ${actorWords(disposal.by)} approved its disposal, and it goes as soon as the store lets go of it`,
      ];
    case "rejected": {
      const why = disposal.reason === undefined ? "" : ` (${line(disposal.reason, 100)})`;
      const again = dateToken(askedAgainFrom(disposal.at), "day", timeZone);
      return [
        `its retention is over; kept by ${actorWords(disposal.by)}${why}, and asked about again from ${again}`,
      ];
    }
    default:
      return assertNever(disposal);
  }
}

function readWords(artifact: Artifact, zone: string): string {
  const { verified } = artifact;
  if (verified === undefined) return "not read back yet";
  const mark = verified.outcome === "whole" ? "" : "⚠ ";
  return `${mark}last read ${dateToken(verified.at, "moment", zone)}: ${outcomeWords(artifact)}`;
}

/** The files that no rule knows, one page, each with a menu of the procedure's kinds. */
export function archiveUnclassifiedMessage(view: ArchiveView, wanted = 0): Message {
  const { closeout, kinds, artifacts } = view;
  const files = artifacts.filter(({ kind, disposed }) => kind === undefined && disposed === undefined);
  const page = onPage(files, wanted, menusThatFit(kinds.length));
  const summary =
    files.length === 0
      ? `${line(closeout.name, 80)}: every archived file is classified.`
      : `${line(closeout.name, 80)}: ${count(files.length, "archived file")} without a kind. Choose what each is; it then goes where that kind is kept, for as long.`;
  return {
    text: `${summary} ${page.shown.map((one) => artifactName(one, 80)).join(", ")}`.trim(),
    blocks: [
      section(`*${summary}*`),
      ...page.shown.map((artifact) => classifyBlock(closeout.id, artifact, kinds)),
      ...pageButtons(page, "file", (turn, p) => ({
        actionId:
          turn === "previous" ? actionIds.archiveUnclassifiedPrevious : actionIds.archiveUnclassifiedNext,
        value: archivePageRef.encode({ c: closeout.id, p }),
      })),
    ],
  };
}

/** The choices of every menu count as text of the message, so that of long menus only a few fit. */
function menusThatFit(kinds: number): number {
  const room = limits.messageBlocksText - 1_500;
  const perFile = Math.min(kinds, limits.selectOptions) * limits.optionText + 650;
  return Math.max(1, Math.min(registerPageSize, Math.floor(room / perFile)));
}

function classifyBlock(c: string, artifact: Artifact, kinds: ArchiveView["kinds"]): KnownBlock {
  const words = `*${artifactName(artifact, 200)}*\n${byteWords(artifact.bytes)} · kept ${untilWords(artifact.retainUntil)} in ${line(artifact.location, 60)}`;
  return section(words, {
    type: "static_select",
    action_id: actionIds.archiveClassify,
    placeholder: plain("What is it?"),
    confirm: confirmation(
      `Is that what #${artifact.number} is?`,
      "It then goes where that kind is kept, and stays for as long as that kind does. Nobody can say something else of it later.",
      "That is what it is",
    ),
    options: kinds
      .slice(0, limits.selectOptions)
      .map(({ kind }) =>
        optionWords(kind.name, classifyOption.encode({ c, n: artifact.number, k: kind.id })),
      ),
  });
}
