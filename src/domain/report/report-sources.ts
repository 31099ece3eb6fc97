import type { Temporal } from "temporal-polyfill";
import type { KindState } from "../archive/archival-evidence.ts";
import type { Artifact } from "../archive/artifact.ts";
import type { ArtifactKind } from "../archive/artifact-kind.ts";
import type { Baseline } from "../baseline/baseline.ts";
import type { By, Measurement } from "../baseline/measurement.ts";
import type { Budget } from "../budget/budget.ts";
import type { CertificateRecord } from "../certificate/certificate-record.ts";
import type { CertificateSummary } from "../certificate/certificate-summary.ts";
import type { Completion } from "../checklist/completed-by.ts";
import type { Item } from "../checklist/item.ts";
import type { Operation } from "../cleanup/operation.ts";
import type { Closeout } from "../closeout.ts";
import type { DecommissionSummary } from "../decommission/decommission-summary.ts";
import type { Migration } from "../migration.ts";
import type { SignoffRequest } from "../signoff/signoff.ts";
import type { ReportDraft } from "./report-draft.ts";

/** What a retrospective has found; while it is `open` its findings may still change. */
export type ReportRetrospective = {
  readonly state: "open" | "closed";
  readonly wentWell: readonly string[];
  readonly couldImprove: readonly string[];
  readonly source: string;
};

/** Something that somebody still has to do. `due` is a day in words. */
export type ReportActionItem = {
  readonly words: string;
  readonly owner: string | undefined;
  readonly due: string | undefined;
};

/** One sort of artifact of the procedure, with what is archived of it. */
export type ReportArtifacts = {
  readonly kinds: readonly { readonly kind: ArtifactKind; readonly state: KindState }[];
  readonly artifacts: readonly Artifact[];
};

/** How the source was decommissioned, and the names of people who are known there by their user ids. */
export type ReportDecommission = {
  readonly summary: DecommissionSummary;
  readonly names: ReadonlyMap<string, string>;
};

/**
 * Everything that a report is made of, as it was at one moment. What is not there is `undefined` or empty, and the report says
 * so: nothing is filled in.
 */
export type ReportSources = {
  readonly closeout: Closeout;
  /** When all this was read. */
  readonly at: Temporal.Instant;
  /** The migration as Sensei describes it, or why Sensei could not be asked. */
  readonly migration:
    | { readonly kind: "read"; readonly migration: Migration }
    | { readonly kind: "unavailable"; readonly sentence: string };
  readonly certificate:
    | { readonly record: CertificateRecord; readonly summary: CertificateSummary }
    | undefined;
  readonly baseline: { readonly measurement: Measurement; readonly baseline: Baseline } | undefined;
  readonly budget: Budget | undefined;
  readonly retrospective: ReportRetrospective | undefined;
  /** Those that are not done; `undefined` where none was ever recorded. */
  readonly actionItems: readonly ReportActionItem[] | undefined;
  /** `undefined` where the procedure asks for no evidence of it. */
  readonly decommission: ReportDecommission | undefined;
  /** Without those on the report itself, which come after it. */
  readonly signoffs: readonly SignoffRequest[];
  readonly operations: readonly Operation[];
  /** List by list in the procedure's order, without the item that a frozen report completes. */
  readonly items: readonly Item[];
  /** Those of them that somebody has marked as done by hand, although this evidence completes them. */
  readonly byHand: readonly { readonly item: Item; readonly insteadOf: Completion }[];
  readonly archive: ReportArtifacts;
  /** Everybody who did something, by the ledger. */
  readonly people: readonly By[];
  readonly draft: ReportDraft;
};
