import { assertNever } from "../assert-never.ts";
import type { Paper, PaperPart, PaperTone } from "../paper.ts";
import { type Report, reportSubject, reportTitle, stampWords } from "./report.ts";
import type { Cited, ReportPart, ReportSection } from "./report-parts.ts";

/**
 * A report as a paper for printing, with its sources numbered at the end. `pictures` are PNGs by their SHA-256; one that is not there
 * is told in words.
 */
export function reportPaper(report: Report, pictures: ReadonlyMap<string, Uint8Array>): Paper {
  const { stamp, name } = report;
  const short = stamp.kind === "frozen" ? `version ${stamp.version}` : "draft, not frozen";
  return {
    title: reportTitle,
    subtitle: reportSubject(report),
    footer: `${name} · final report, ${short}`,
    madeAt: stamp.at,
    parts: [
      { kind: "paragraph", text: stampWords(report), tone: stamp.kind === "draft" ? "bad" : "quiet" },
      ...report.sections.flatMap((section) => sectionParts(section, pictures)),
      ...sourceParts(report.sources),
    ],
  };
}

function sectionParts(
  { title, parts }: ReportSection,
  pictures: ReadonlyMap<string, Uint8Array>,
): readonly PaperPart[] {
  return [{ kind: "heading", level: 1, text: title }, ...parts.flatMap((part) => paperParts(part, pictures))];
}

function paperParts(part: ReportPart, pictures: ReadonlyMap<string, Uint8Array>): readonly PaperPart[] {
  switch (part.kind) {
    case "heading":
      return [{ kind: "heading", level: 2, text: part.title }];
    case "prose":
      return part.paragraphs.map((text, index) => ({
        kind: "paragraph",
        text: index === part.paragraphs.length - 1 ? marked(text, part.sources) : text,
      }));
    case "facts":
      return [
        {
          kind: "facts",
          facts: part.facts.map(({ label, words, sources, tone }) => ({
            name: label,
            value: marked(words, sources),
            ...toned(tone),
          })),
        },
      ];
    case "list":
      return [
        ...(part.title === undefined ? [] : [{ kind: "heading", level: 2, text: part.title } as const]),
        { kind: "list", items: part.lines.map(({ words, sources }) => marked(words, sources)) },
      ];
    case "table":
      return [
        {
          kind: "table",
          columns: part.head.map((title, column) => ({
            title: column === 0 ? marked(title, part.sources) : title,
            share: shareOf(
              part.rows.map((row) => row[column] ?? ""),
              title,
            ),
          })),
          rows: part.rows,
          empty: "none",
        },
      ];
    case "picture": {
      const png = pictures.get(part.sha256);
      const caption = marked(part.caption, part.sources);
      if (png === undefined)
        return [{ kind: "paragraph", text: `${caption}. ${part.altText}`, tone: "quiet" }];
      // What it shows in words stands in the table above it.
      return [{ kind: "picture", png, altText: caption, mostHeight: 230 }];
    }
    case "missing":
      return [{ kind: "statement", text: `Missing: ${part.words}`, tone: "quiet" }];
    default:
      return assertNever(part);
  }
}

function toned(tone: PaperTone | undefined): { readonly tone?: PaperTone } {
  return tone === undefined ? {} : { tone };
}

function marked(text: string, sources: Cited): string {
  return sources.length === 0 ? text : `${text} [${sources.join(", ")}]`;
}

/** A column as wide as its words want, within bounds, so that no column starves another. */
function shareOf(cells: readonly string[], title: string): number {
  const longest = Math.max(title.length, ...cells.map((cell) => cell.length));
  return Math.min(38, Math.max(11, longest));
}

function sourceParts(sources: readonly string[]): readonly PaperPart[] {
  if (sources.length === 0) return [];
  return [
    { kind: "heading", level: 1, text: "Sources" },
    ...sources.map(
      (words, index): PaperPart => ({ kind: "paragraph", text: `[${index + 1}] ${words}`, tone: "quiet" }),
    ),
  ];
}
