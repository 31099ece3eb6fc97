import type { Temporal } from "temporal-polyfill";
import type { By } from "../baseline/measurement.ts";
import { sha256Of } from "../document.ts";
import { momentInZone } from "../moment-words.ts";
import { createCitations } from "./report-citations.ts";
import { costSection } from "./report-cost.ts";
import { decommissionSection } from "./report-decommission.ts";
import { acknowledgmentsSection, lessonsSection } from "./report-lessons.ts";
import { outcomesSection } from "./report-outcomes.ts";
import type { ReportSection } from "./report-parts.ts";
import {
  actionItemsSection,
  artifactsSection,
  decisionsSection,
  exceptionsSection,
} from "./report-record.ts";
import type { ReportSources } from "./report-sources.ts";
import { summarySection } from "./report-summary.ts";

/** Whether a report is frozen, and since when; a draft says only when it was put together. */
export type ReportStamp =
  | { readonly kind: "draft"; readonly at: Temporal.Instant }
  | { readonly kind: "frozen"; readonly version: number; readonly at: Temporal.Instant; readonly by: By };

/**
 * A final report as every form of it (Markdown, PDF, message) shows it, in the order of the procedure's template. Words of people
 * and of the vendor are not escaped.
 */
export type Report = {
  /** `HR_PROD`: the closeout's name. */
  readonly name: string;
  /** `HR_PROD → hr_production`. */
  readonly migration: string;
  /** IANA zone in which its moments are written. */
  readonly timeZone: string;
  readonly stamp: ReportStamp;
  readonly sections: readonly ReportSection[];
  /** What the numbers rest on: source `n` of a part is the `n`-th, counted from 1. */
  readonly sources: readonly string[];
};

/** The title of every final report, after the procedure's template. */
export const reportTitle = "Migration Project Final Report";

/** What a report is about: the closeout's name, and the migration unless it is called the same. */
export function reportSubject({ name, migration }: Pick<Report, "name" | "migration">): string {
  return name === migration ? name : `${name}: ${migration}`;
}

/** "Version 2, frozen 4 Apr 2026, 10:00 (Europe/Berlin) by Ana Ruiz." */
export function stampWords({ stamp, timeZone }: Pick<Report, "stamp" | "timeZone">): string {
  const at = momentInZone(stamp.at, timeZone);
  return stamp.kind === "draft"
    ? `Draft of ${at}. It is not frozen: what it says may change.`
    : `Version ${stamp.version}, frozen ${at} by ${stamp.by.name}.`;
}

/** Puts a report together. The same sources and stamp give the same report. */
export function composeReport(sources: ReportSources, stamp: ReportStamp): Report {
  const cite = createCitations();
  const { closeout } = sources;
  const sections = [
    summarySection(sources, cite.source),
    outcomesSection(sources, cite.source),
    costSection(sources, cite.source),
    lessonsSection(sources, cite.source),
    acknowledgmentsSection(sources, cite.source),
    decommissionSection(sources, cite.source),
    decisionsSection(sources, cite.source),
    exceptionsSection(sources, cite.source),
    actionItemsSection(sources, cite.source),
    artifactsSection(sources, cite.source),
  ];
  return {
    name: closeout.name,
    migration: `${closeout.migration.source} → ${closeout.migration.target}`,
    timeZone: closeout.timeZone,
    stamp,
    sections,
    sources: cite.all(),
  };
}

/**
 * SHA-256, in hex, of what a report says: without its stamp and without the moments at which its sources were read, so that two reports
 * that say the same are known as such.
 */
export function reportContentHash({ name, migration, sections }: Report): string {
  return sha256Of(new TextEncoder().encode(JSON.stringify([name, migration, sections])));
}

/** What a report names as missing, in its own words, by section. */
export function missingParts({ sections }: Report): readonly { section: string; words: string }[] {
  return sections.flatMap(({ title, parts }) =>
    parts.flatMap((part) => (part.kind === "missing" ? [{ section: title, words: part.words }] : [])),
  );
}
