import { assertNever } from "../assert-never.ts";
import { escapeMarkdown } from "../baseline/baseline-markdown.ts";
import { type Report, reportSubject, reportTitle, stampWords } from "./report.ts";
import type { Cited, ReportPart, ReportSection } from "./report-parts.ts";

/**
 * A report as Markdown, after the procedure's template, with its sources as footnotes. Everybody's words are escaped; the same report
 * gives the same bytes.
 */
export function reportMarkdown(report: Report): string {
  const notes = report.sources.map((words, index) => `[^${index + 1}]: ${escaped(words)}`);
  const blocks = [
    `# ${reportTitle}`,
    escaped(reportSubject(report)),
    escaped(stampWords(report)),
    ...report.sections.flatMap(sectionMarkdown),
    ...(notes.length === 0 ? [] : ["## Sources", notes.join("\n")]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function sectionMarkdown({ title, parts }: ReportSection): readonly string[] {
  return [`## ${title}`, ...parts.flatMap(partMarkdown)];
}

function partMarkdown(part: ReportPart): readonly string[] {
  switch (part.kind) {
    case "heading":
      return [`### ${escaped(part.title)}`];
    case "prose":
      return part.paragraphs.map(
        (paragraph, index) =>
          `${escaped(paragraph)}${index === part.paragraphs.length - 1 ? marks(part.sources) : ""}`,
      );
    case "facts":
      return [
        part.facts
          .map(({ label, words, sources }) => `- ${escaped(`${label}: ${words}`)}${marks(sources)}`)
          .join("\n"),
      ];
    case "list":
      return [
        ...(part.title === undefined ? [] : [`**${escaped(part.title)}:**`]),
        part.lines.map(({ words, sources }) => `- ${escaped(words)}${marks(sources)}`).join("\n"),
      ];
    case "table":
      return [table(part.head, part.rows, marks(part.sources))];
    case "picture":
      return [`*${escaped(part.caption)}${marks(part.sources)}.* ${escaped(part.altText)}`];
    case "missing":
      return [`*Missing:* ${escaped(part.words)}`];
    default:
      return assertNever(part);
  }
}

/** The sources stand beside the first heading: a table has no place of its own for them. */
function table(head: readonly string[], rows: readonly (readonly string[])[], noted: string): string {
  const [first = "", ...others] = head.map(escaped);
  const lines = [
    [`${first}${noted}`, ...others],
    head.map(() => "---"),
    ...rows.map((row) => row.map((cell) => (cell === "" ? "" : escaped(cell)))),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function marks(sources: Cited): string {
  return sources.map((number) => `[^${number}]`).join("");
}

/** As text, with what means nothing within a word (`HR_PROD`) left as people know it. */
function escaped(text: string): string {
  return escapeMarkdown(text).replaceAll(/(?<=[\p{L}\p{N}])\\_(?=[\p{L}\p{N}])/gu, "_");
}
