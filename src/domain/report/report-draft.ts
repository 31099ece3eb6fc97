import type { Temporal } from "temporal-polyfill";
import type { By } from "../baseline/measurement.ts";
import { storableText } from "../typed-text.ts";

/** The words of a report that only people can write, in the order in which the form asks for them. */
export const reportTextFields = ["introduction", "schedule", "incidents", "lessons", "thanks"] as const;
export type ReportTextField = (typeof reportTextFields)[number];

/** What people wrote; empty where nobody wrote anything. */
export type ReportText = Readonly<Record<ReportTextField, string>>;

/** A report before it is frozen. Everything else in a report is read from its sources whenever it is composed. */
export type ReportDraft = {
  /** Counted from 0: nobody has edited anything. Whoever edits names the revision that they saw. */
  readonly revision: number;
  readonly text: ReportText;
  /** User ids of people whom the editors leave out of the acknowledgments. */
  readonly unnamed: readonly string[];
  /** User ids of people who asked for that themselves; editors cannot take it back. */
  readonly optedOut: readonly string[];
  readonly edited: { readonly by: By; readonly at: Temporal.Instant } | undefined;
};

export const emptyDraft: ReportDraft = {
  revision: 0,
  text: { introduction: "", schedule: "", incidents: "", lessons: "", thanks: "" },
  unnamed: [],
  optedOut: [],
  edited: undefined,
};

/** A frozen report. Hashes are SHA-256 in hex; the documents are kept with the closeout. */
export type ReportVersion = {
  /** Counted from 1 within its closeout. */
  readonly number: number;
  readonly frozenAt: Temporal.Instant;
  readonly frozenBy: By;
  readonly draftRevision: number;
  /** Of what it says, without its stamp: the same for two reports that say the same. */
  readonly contentSha256: string;
  readonly markdownSha256: string;
  readonly pdfSha256: string;
};

/** The most that each field takes, in characters: what a Slack form allows. */
export const longestReportText = 3000;

/** Reads what somebody typed into the form: storable, trimmed, and not longer than a field may be. */
export function readReportText(
  typed: ReportText,
):
  | { readonly ok: true; readonly text: ReportText }
  | { readonly ok: false; readonly field: ReportTextField; readonly message: string } {
  const text = { ...emptyDraft.text };
  for (const field of reportTextFields) {
    const words = storableText(typed[field]).trim();
    if (words.length > longestReportText) {
      return {
        ok: false,
        field,
        message: `Shorten it to ${longestReportText.toLocaleString("en-US")} characters.`,
      };
    }
    text[field] = words;
  }
  return { ok: true, text };
}

/** Which fields differ. */
export function changedFields(before: ReportText, after: ReportText): readonly ReportTextField[] {
  return reportTextFields.filter((field) => before[field] !== after[field]);
}
