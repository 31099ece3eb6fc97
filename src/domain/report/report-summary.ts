import { relianceOn } from "../certificate/certificate-record.ts";
import { engineLabel, type MigrationStatus } from "../migration.ts";
import { calendarSpan, dayInZone } from "../moment-words.ts";
import { citeCertificate, citeEditor, citeMigration } from "./report-citations.ts";
import {
  type Cite,
  paragraphsOf,
  type ReportFact,
  type ReportPart,
  type ReportSection,
} from "./report-parts.ts";
import type { ReportSources } from "./report-sources.ts";

/** Source, target, duration, records, final status: the procedure's summary, with where each comes from. */
export function summarySection(sources: ReportSources, cite: Cite): ReportSection {
  const asked = citeMigration(sources, cite);
  const { source, target } = endsOf(sources);
  const facts: readonly ReportFact[] = [
    { label: "Source", words: source, sources: asked },
    { label: "Target", words: target, sources: asked },
    durationFact(sources, cite),
    { label: "Records migrated", words: recordWords(sources), sources: asked },
    statusFact(sources, cite),
  ];
  return { title: "Summary", parts: [{ kind: "facts", facts }, ...introduction(sources, cite)] };
}

function introduction(sources: ReportSources, cite: Cite): readonly ReportPart[] {
  const paragraphs = paragraphsOf(sources.draft.text.introduction);
  return paragraphs.length === 0 ? [] : [{ kind: "prose", paragraphs, sources: citeEditor(sources, cite) }];
}

/** `Oracle 19c (HR_PROD)`. */
function endsOf({ closeout, migration }: ReportSources): {
  readonly source: string;
  readonly target: string;
} {
  const { source, target, engines } = closeout.migration;
  if (migration.kind === "read") {
    return {
      source: endWords(engineLabel(migration.migration.source), source),
      target: endWords(engineLabel(migration.migration.target), target),
    };
  }
  const [from, to, ...more] = engines.split(" → ");
  if (to === undefined || more.length > 0) return { source, target };
  return { source: endWords(from ?? "", source), target: endWords(to, target) };
}

function endWords(engine: string, name: string): string {
  return engine === "" || engine === name ? name : `${engine} (${name})`;
}

/** From the migration's creation at Sensei, where its planning begins, to its certificate, or to its completion without one. */
function durationFact(sources: ReportSources, cite: Cite): ReportFact {
  const label = "Duration";
  const { migration, closeout, certificate } = sources;
  const asked = citeMigration(sources, cite);
  const unknown = (words: string): ReportFact => ({ label, words, sources: asked });
  if (migration.kind === "unavailable") return unknown("not known: Sensei could not be asked");
  const { createdAt, completedAt } = migration.migration.timing;
  if (createdAt === undefined) return unknown("not known: Sensei does not say when the planning began");
  const usable = certificate !== undefined && relianceOn(certificate.record).kind !== "unusable";
  const certified = usable ? certificate.summary.issuedAt : undefined;
  const ends = [
    { at: certified, phase: "certification", sources: citeCertificate },
    { at: completedAt, phase: "completion", sources: () => [] },
  ];
  for (const { at, phase, sources: citeEnd } of ends) {
    const span = at && calendarSpan(createdAt, at, closeout.timeZone);
    if (span === undefined) continue;
    const words = `${span} (planning through ${phase})`;
    return { label, words, sources: [...asked, ...citeEnd(sources, cite)] };
  }
  return unknown(
    `not known: it began ${dayInZone(createdAt, closeout.timeZone)}, and no end is known that is later`,
  );
}

const finished: readonly MigrationStatus[] = ["completed", "certified", "archived"];

/** What was migrated as far as it is known; a total alone counts only once the migration is complete. */
function recordWords({ closeout, migration }: ReportSources): string {
  const total =
    migration.kind === "read" ? migration.migration.recordsTotal : closeout.migration.recordsTotal;
  const processed = migration.kind === "read" ? migration.migration.recordsProcessed : undefined;
  if (processed !== undefined) {
    return total === undefined || total === processed
      ? grouped(processed)
      : `${grouped(processed)} of ${grouped(total)}`;
  }
  if (total === undefined) return "not known: Sensei does not say";
  const complete = migration.kind === "unavailable" || finished.includes(migration.migration.status);
  return complete ? grouped(total) : `not known: Sensei only says that there are ${grouped(total)}`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function statusFact(sources: ReportSources, cite: Cite): ReportFact {
  const { migration, closeout, certificate } = sources;
  const asked = citeMigration(sources, cite);
  const word =
    migration.kind === "read"
      ? migration.migration.status === "unknown"
        ? migration.migration.vendorStatus
        : migration.migration.status
      : closeout.migration.status;
  const status = capitalized(word.replaceAll("_", " "));
  const judged = relianceOn(certificate?.record);
  const proof = citeCertificate(sources, cite);
  if (word === "archived" && judged.kind === "trusted") {
    return { label: "Final status", words: "Certified; archived at Sensei", sources: [...asked, ...proof] };
  }
  if (word === "certified" && judged.kind !== "trusted") {
    const caveat =
      judged.kind === "doubtful"
        ? "by Sensei's word; whether its certificate is genuine cannot be told"
        : `by Sensei's word; ${caveats[judged.why]}`;
    return { label: "Final status", words: `${status} ${caveat}`, sources: [...asked, ...proof] };
  }
  return {
    label: "Final status",
    words: status,
    sources: [...asked, ...(word === "certified" ? proof : [])],
  };
}

const caveats = {
  not_fetched: "its certificate was not fetched",
  missing: "it has no certificate to show",
  invalid: "its certificate is invalid",
} as const;

function capitalized(word: string): string {
  return word.replace(/^./u, (letter) => letter.toUpperCase());
}
