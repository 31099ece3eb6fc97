import { type Metric, percentWords } from "../baseline/baseline.ts";
import { baselineAltText, changeWords, figureWords, metricWords } from "../baseline/baseline-words.ts";
import { citeBaseline, citeCertificate, citeEditor } from "./report-citations.ts";
import { type Cite, linesOf, type ReportLine, type ReportPart, type ReportSection } from "./report-parts.ts";
import type { ReportSources } from "./report-sources.ts";

/** What the migration has come to: schedule and incidents as people state them, the certificate, the baseline. */
export function outcomesSection(sources: ReportSources, cite: Cite): ReportSection {
  return {
    title: "Outcomes",
    parts: [
      ...statements(sources, cite),
      { kind: "heading", title: "Performance" },
      ...baselineParts(sources, cite),
      { kind: "heading", title: "Validation" },
      ...certificateParts(sources, cite),
    ],
  };
}

/** What nothing but a person can know. Nothing written is not the same as nothing happened. */
function statements(sources: ReportSources, cite: Cite): readonly ReportPart[] {
  const { schedule, incidents } = sources.draft.text;
  const stated = [schedule, incidents].flatMap(linesOf);
  const achieved = sources.baseline?.baseline.metrics.flatMap((metric) => achievement(metric) ?? []) ?? [];
  const lines: readonly ReportLine[] = [
    ...(stated.length === 0 ? [] : said(stated, citeEditor(sources, cite))),
    ...(achieved.length === 0 ? [] : said(achieved, citeBaseline(sources, cite))),
  ];
  return [
    ...(lines.length === 0 ? [] : [{ kind: "list", title: undefined, lines } as const]),
    ...(schedule === ""
      ? [missing("Nobody has stated whether the migration was completed on schedule.")]
      : []),
    ...(incidents === ""
      ? [missing("Nobody has stated whether there were production incidents during cutover.")]
      : []),
  ];
}

function said(all: readonly string[], sources: ReportLine["sources"]): readonly ReportLine[] {
  return all.map((words) => ({ words, sources }));
}

function missing(words: string): ReportPart {
  return { kind: "missing", words };
}

/** `40% query latency improvement achieved`: as the procedure's report says it, and as plainly where it got worse. */
function achievement({ name, change }: Metric): string | undefined {
  if (change.kind !== "improved" && change.kind !== "worsened") return undefined;
  const percent = percentWords(change.percent);
  if (change.kind === "improved") return `${percent} ${gains[name]} achieved`;
  return `${metricWords[name].title} is ${percent} worse than on the source`;
}

const gains = {
  query_latency: "query latency improvement",
  throughput: "throughput improvement",
  storage: "storage reduction",
} as const;

function baselineParts(sources: ReportSources, cite: Cite): readonly ReportPart[] {
  const { baseline: measured, closeout } = sources;
  if (measured === undefined) return [missing("Performance was not measured: there is no baseline.")];
  const { baseline, measurement } = measured;
  const cited = citeBaseline(sources, cite);
  const rows = baseline.metrics.map((metric) => [
    metricWords[metric.name].title,
    figureWords(metric.name, metric.source),
    figureWords(metric.name, metric.target),
    changeWords(metric),
  ]);
  const label = `${closeout.migration.source} → ${closeout.migration.target}`;
  return [
    { kind: "table", head: ["Metric", "Source", "Target", "Change"], rows, sources: cited },
    {
      kind: "picture",
      sha256: measurement.documents.chart,
      caption: `Source against target, measurement ${measurement.number}`,
      altText: baselineAltText(baseline, label),
      sources: cited,
    },
  ];
}

function certificateParts(sources: ReportSources, cite: Cite): readonly ReportPart[] {
  const { certificate } = sources;
  if (certificate === undefined) {
    return [
      missing("The Behavioral Equivalence Certificate was not fetched, so nothing is said of validation."),
    ];
  }
  const { record, summary } = certificate;
  if (record.check.kind === "missing") {
    return [missing("Sensei has no Behavioral Equivalence Certificate for this migration.")];
  }
  const cited = citeCertificate(sources, cite);
  const { confidence, perspectives, outcome, coverage } = summary;
  const facts = [
    { label: "Certificate", words: `${summary.title}. ${outcome.words}`, sources: cited },
    { label: "Overall confidence", words: confidence ?? "not given", sources: cited },
    ...(coverage.length === 0
      ? []
      : [{ label: "Coverage", words: coverage.map(({ words }) => words).join(", "), sources: cited }]),
  ];
  const rows = perspectives.map(({ label, score, counts }) => [
    label,
    score ?? "not given",
    counts.join(", "),
  ]);
  const reasons = outcome.reasons.map((words) => ({ words, sources: cited }));
  return [
    { kind: "facts", facts },
    ...(reasons.length === 0 ? [] : [{ kind: "list", title: "Why", lines: reasons } as const]),
    { kind: "table", head: ["Perspective", "Score", "What was checked"], rows, sources: cited },
    ...(record.pictureSha256 === undefined
      ? []
      : [
          {
            kind: "picture",
            sha256: record.pictureSha256,
            caption: `Scores of ${summary.title}`,
            altText: perspectives.map(({ label, score }) => `${label}: ${score ?? "not given"}.`).join(" "),
            sources: cited,
          } as const,
        ]),
  ];
}
