import type { By } from "../domain/baseline/measurement.ts";
import type { ReportDraft, ReportVersion } from "../domain/report/report-draft.ts";

/** What a message about a final report is about: a frozen version. */
export type ReportSubject = { readonly kind: "report"; readonly number: number };

/** Reading the final report's draft and its frozen versions. */
export interface Reports {
  /** Where nobody has written anything, the empty draft. */
  draft(closeoutId: string): Promise<ReportDraft>;
  newest(closeoutId: string): Promise<ReportVersion | undefined>;
  version(closeoutId: string, number: number): Promise<ReportVersion | undefined>;
  /** Everybody who did something in the closeout, by its ledger, under their latest name; not who was only refused. */
  people(closeoutId: string): Promise<readonly By[]>;
}

/** Writing them, within a change of their closeout. */
export interface ReportChanges {
  draft(): Promise<ReportDraft>;
  newest(): Promise<ReportVersion | undefined>;
  saveDraft(draft: ReportDraft): Promise<void>;
  /** Adds a version; its documents are kept already. */
  add(version: ReportVersion): Promise<void>;
}
