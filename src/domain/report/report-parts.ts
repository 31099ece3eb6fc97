/** Numbers of the sources that something rests on, counted from 1; none for what a reader need not look up. */
export type Cited = readonly number[];

/** One statement. */
export type ReportLine = { readonly words: string; readonly sources: Cited };

/** One fact under its name: `Final status: Certified`. */
export type ReportFact = ReportLine & {
  readonly label: string;
  /** Colours on paper what the words say themselves. */
  readonly tone?: "good" | "bad";
};

/** A piece of a section. What is not there is a piece as well, so that nobody takes silence for a good answer. */
export type ReportPart =
  | { readonly kind: "heading"; readonly title: string }
  | { readonly kind: "prose"; readonly paragraphs: readonly string[]; readonly sources: Cited }
  | { readonly kind: "facts"; readonly facts: readonly ReportFact[] }
  | { readonly kind: "list"; readonly title: string | undefined; readonly lines: readonly ReportLine[] }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly sources: Cited;
    }
  /** A picture that the closeout keeps as PNG, by its hash; `altText` says in words all that it shows. */
  | {
      readonly kind: "picture";
      readonly sha256: string;
      readonly caption: string;
      readonly altText: string;
      readonly sources: Cited;
    }
  | { readonly kind: "missing"; readonly words: string };

export type ReportSection = { readonly title: string; readonly parts: readonly ReportPart[] };

/** Names a source and returns its number; the same words get the same number. */
export type Cite = (source: string) => Cited;

/** A list with its title, or nothing where it would be empty. */
export function listPart(title: string | undefined, lines: readonly ReportLine[]): readonly ReportPart[] {
  return lines.length === 0 ? [] : [{ kind: "list", title, lines }];
}

/** What somebody typed, as paragraphs: empty lines part them. */
export function paragraphsOf(text: string): readonly string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, " ").trim())
    .filter((paragraph) => paragraph !== "");
}

/** What somebody typed, line by line, without the dashes that people put before the lines of a list. */
export function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•–]\s+)?/, "").trim())
    .filter((line) => line !== "");
}
