import { dayInZone, momentInZone } from "../moment-words.ts";
import type { Cite, Cited } from "./report-parts.ts";
import type { ReportSources } from "./report-sources.ts";

/** Numbers the sources of one report in the order in which they are first named. */
export function createCitations(): { readonly source: Cite; all(): readonly string[] } {
  const named: string[] = [];
  return {
    source(words) {
      const known = named.indexOf(words);
      if (known !== -1) return [known + 1];
      named.push(words);
      return [named.length];
    },
    all: () => [...named],
  };
}

/** Where what is said of the migration itself comes from: Sensei now, or what the closeout kept of it at its start. */
export function citeMigration({ closeout, migration, at }: ReportSources, cite: Cite): Cited {
  const { id } = closeout.migration;
  if (migration.kind === "read") {
    return cite(
      `Sensei's description and status of migration ${id}, read ${momentInZone(at, closeout.timeZone)}.`,
    );
  }
  return cite(
    `What Sensei said of migration ${id} when the closeout started, ${momentInZone(closeout.startedAt, closeout.timeZone)}; Sensei could not be asked again: ${migration.sentence}`,
  );
}

/** Names the certificate with its outcome and its hash. */
export function citeCertificate({ certificate, closeout }: ReportSources, cite: Cite): Cited {
  if (certificate === undefined) return [];
  const { record, summary } = certificate;
  const hash = record.jsonSha256 === undefined ? "" : ` SHA-256 of its data ${record.jsonSha256}.`;
  const fetched = momentInZone(record.fetchedAt, closeout.timeZone);
  const name = record.certificateId === undefined ? summary.title : `Certificate ${record.certificateId}`;
  return cite(`${name}, fetched ${fetched}. ${summary.outcome.words}${hash}`);
}

/** Names the measurement with its moment and the hash of Sensei's answer. */
export function citeBaseline({ baseline, closeout }: ReportSources, cite: Cite): Cited {
  if (baseline === undefined) return [];
  const { number, measuredAt, documents } = baseline.measurement;
  return cite(
    `Performance baseline ${number}, measured by Sensei and fetched ${momentInZone(measuredAt, closeout.timeZone)}. SHA-256 of Sensei's answer ${documents.json}.`,
  );
}

/** Names whoever last edited the report's own words. */
export function citeEditor({ draft, closeout }: ReportSources, cite: Cite): Cited {
  if (draft.edited === undefined) return [];
  const { by, at } = draft.edited;
  return cite(`Statement in this report, last edited by ${by.name}, ${momentInZone(at, closeout.timeZone)}.`);
}

/** Names the closeout's own record. */
export function citeLedger({ closeout }: ReportSources, cite: Cite): Cited {
  return cite(
    `Ledger of this closeout, started ${dayInZone(closeout.startedAt, closeout.timeZone)} (id ${closeout.id}).`,
  );
}
