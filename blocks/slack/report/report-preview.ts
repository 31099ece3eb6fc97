import type { KnownBlock } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { type Report, reportSubject, reportTitle, stampWords } from "../../../src/domain/report/report.ts";
import type { Cited, ReportPart } from "../../../src/domain/report/report-parts.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { confirmation } from "../archive/archive-words.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { line } from "../mrkdwn.ts";
import { onPage, pageButtons } from "../pages.ts";
import { reportFreezeRef, reportPageRef } from "./actions-report.ts";

/** What a page may hold, in characters, so that it stays within a message's limits with all that is around. */
const pageLength = 8_500;
/** What one section block takes. */
const pieceLength = 2_800;

/** Sections that begin a page of their own. Whatever follows one of them stands on the same page. */
const beginPages: readonly string[] = ["Cost", "Source Decommissioning", "Artifacts"];

/** What a preview shows beside the report, by what its reader may do. */
export type PreviewControls = {
  readonly closeout: Closeout;
  readonly contentSha256: string;
  readonly mayEdit: boolean;
  readonly mayFreeze: boolean;
};

/** The report as it would be frozen now, one page, for one person. */
export function reportPreviewMessage(report: Report, controls: PreviewControls, wanted = 0): Message {
  const { closeout } = controls;
  const page = onPage(pagesOf(report), wanted, 1);
  const head = `Preview of the final report of ${line(report.name, 80)}. Nobody else sees it.`;
  return {
    text: `${head} ${stampWords(report)} Page ${page.number + 1} of ${page.pages}.`,
    blocks: [
      section(`*${reportTitle}*\n${line(reportSubject(report), 200)}`),
      context(line(stampWords(report), 300)),
      ...cut(page.shown.flat(), pieceLength).map((piece) => section(piece.join("\n"))),
      ...pageButtons(page, undefined, (turn, p) => ({
        actionId: turn === "previous" ? actionIds.reportPrevious : actionIds.reportNext,
        value: reportPageRef.encode({ c: closeout.id, p }),
      })),
      ...controlBlocks(controls),
    ],
  };
}

function controlBlocks({ closeout, contentSha256, mayEdit, mayFreeze }: PreviewControls): KnownBlock[] {
  const buttons = [
    ...(mayFreeze ? [freezeButton(closeout.id, contentSha256)] : []),
    ...(mayEdit ? [button("Edit", actionIds.reportEdit, closeoutRef.encode({ c: closeout.id }))] : []),
  ];
  return buttons.length === 0 ? [] : [actions(...buttons)];
}

function freezeButton(closeoutId: string, contentSha256: string) {
  return button(
    "Freeze",
    actionIds.reportFreeze,
    reportFreezeRef.encode({ c: closeoutId, h: contentSha256 }),
    {
      style: "primary",
      confirm: confirmation(
        "Freeze this report?",
        "It is kept for good as it is, and posted into the channel as PDF and Markdown. Sign-offs that are open about an earlier version end.",
        "Freeze it",
      ),
    },
  );
}

/** The lines of every section, page by page, the sources last. What one page does not take goes on on the next. */
function pagesOf(report: Report): readonly (readonly string[])[] {
  const pages: string[][] = [];
  for (const { title, parts } of report.sections) {
    const lines = [`*${title}*`, ...parts.flatMap(linesOf)];
    const page = pages.at(-1);
    if (page === undefined || beginPages.includes(title)) pages.push(lines);
    else page.push(...lines);
  }
  pages
    .at(-1)
    ?.push("*Sources*", ...report.sources.map((words, index) => `[${index + 1}] ${line(words, 700)}`));
  return pages.flatMap((lines) => cut(lines, pageLength));
}

/** Lines in as few pieces as can hold them, of so many characters at most. */
function cut(lines: readonly string[], most: number): readonly (readonly string[])[] {
  const pieces: string[][] = [];
  let size = 0;
  for (const text of lines) {
    const piece = pieces.at(-1);
    if (piece === undefined || size + text.length + 1 > most) {
      pieces.push([text]);
      size = text.length;
    } else {
      piece.push(text);
      size += text.length + 1;
    }
  }
  return pieces;
}

/** One line is never longer than this; the PDF has all of it. */
const longest = 900;

function linesOf(part: ReportPart): readonly string[] {
  switch (part.kind) {
    case "heading":
      return [`_${line(part.title, 100)}_`];
    case "prose":
      return part.paragraphs.map((words, index) =>
        index === part.paragraphs.length - 1 ? marked(words, part.sources) : line(words, longest),
      );
    case "facts":
      return part.facts.map(({ label, words, sources }) => `*${line(label, 60)}:* ${marked(words, sources)}`);
    case "list":
      return [
        ...(part.title === undefined ? [] : [`_${line(part.title, 100)}_`]),
        ...part.lines.map(({ words, sources }) => `• ${marked(words, sources)}`),
      ];
    case "table":
      return part.rows.map((row, index) => {
        const named = row.flatMap((cell, column) =>
          cell === ""
            ? []
            : column === 0
              ? `*${line(cell, 100)}*`
              : `${headOf(part.head, column)} ${line(cell, 200)}`,
        );
        return `• ${named.join(" · ")}${index === 0 ? marks(part.sources) : ""}`;
      });
    case "picture":
      return [`_Picture in the PDF: ${line(part.caption, 200)}_`];
    case "missing":
      return [`⚠ _Missing:_ ${line(part.words, longest)}`];
    default:
      return assertNever(part);
  }
}

function headOf(head: readonly string[], column: number): string {
  return `${line(head[column] ?? "", 40)}:`;
}

function marked(words: string, sources: Cited): string {
  return `${line(words, longest)}${marks(sources)}`;
}

function marks(sources: Cited): string {
  return sources.length === 0 ? "" : ` [${sources.join(", ")}]`;
}
