import type { Temporal } from "temporal-polyfill";

/**
 * A document for printing, as data: what an auditor or a sponsor is sent as PDF. Text is plain; a line break in it starts a new line.
 * The same paper gives the same bytes.
 */
export type Paper = {
  readonly title: string;
  /** One line below the title, such as `HR_PROD → hr_production`. */
  readonly subtitle: string | undefined;
  /** Said at the foot of every page, beside its number. */
  readonly footer: string;
  /** The date in the file's own properties. */
  readonly madeAt: Temporal.Instant;
  readonly parts: readonly PaperPart[];
};

/** `good` and `bad` colour what the words say themselves; `quiet` is a remark. */
export type PaperTone = "plain" | "quiet" | "good" | "bad";

export type PaperPart =
  | { readonly kind: "heading"; readonly level: 1 | 2; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string; readonly tone?: PaperTone }
  /** A sentence that counts, set apart: what a signature means, a warning. */
  | { readonly kind: "statement"; readonly text: string; readonly tone?: PaperTone }
  | { readonly kind: "list"; readonly items: readonly string[] }
  /** Names and what they stand for, in two columns. */
  | { readonly kind: "facts"; readonly facts: readonly PaperFact[] }
  | PaperTable
  /** A PNG, drawn as wide as the page allows, at most `mostHeight` points high. */
  | {
      readonly kind: "picture";
      readonly png: Uint8Array;
      readonly altText: string;
      readonly mostHeight?: number;
    }
  | { readonly kind: "page_break" };

export type PaperFact = { readonly name: string; readonly value: string; readonly tone?: PaperTone };

/** Rows that do not fit go on, below the column titles, on the next page. */
export type PaperTable = {
  readonly kind: "table";
  /** `share` is a column's part of the width, in relation to the others. */
  readonly columns: readonly {
    readonly title: string;
    readonly share: number;
    readonly align?: "left" | "right";
  }[];
  readonly rows: readonly (readonly string[])[];
  /** Said in place of rows where there are none. */
  readonly empty: string;
};
