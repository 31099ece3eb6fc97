import type { Baseline, Metric } from "./baseline.ts";
import { changeWords, disagreementWords, figureWords, findingWords, metricWords } from "./baseline-words.ts";
import type { Finding } from "./finding.ts";

/** Where a stored baseline comes from. `fetchedAt` is an ISO instant in UTC, `sha256` that of the vendor's bytes in hex. */
export type BaselineProvenance = {
  readonly migrationId: string;
  /** `HR_PROD → hr_production`. */
  readonly migration: string;
  readonly fetchedAt: string;
  readonly sha256: string;
};

/** The baseline as a document: what a stakeholder reads years later, without us. Everybody's words are escaped. */
export function baselineMarkdown(
  baseline: Baseline,
  findings: readonly Finding[],
  provenance: BaselineProvenance,
): string {
  const disagreements = baseline.metrics.flatMap((metric) => disagreementWords(metric) ?? []);
  const sections = [
    `# Performance baseline: ${escapeMarkdown(provenance.migration)}`,
    table(baseline.metrics),
    list("Where Sensei's percentages do not follow from its figures", disagreements),
    list("Regressions", findings.map(findingWords)),
    list("Sensei's notes", baseline.notes),
    list("Where this comes from", [
      `Migration ${provenance.migrationId}, measured by Sensei and fetched at ${provenance.fetchedAt}.`,
      `SHA-256 of Sensei's answer: ${provenance.sha256}`,
      "Changes are computed from the figures, in percent of the source's; halves are rounded away from zero.",
    ]),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function table(metrics: readonly Metric[]): string {
  const rows = metrics.map((metric) => [
    `${metricWords[metric.name].title} (${metricWords[metric.name].better})`,
    figureWords(metric.name, metric.source),
    figureWords(metric.name, metric.target),
    changeWords(metric),
    metric.vendor.kind === "missing" ? "nothing" : metric.vendor.written,
  ]);
  const head = ["Metric", "Source", "Target", "Change", "Sensei says"];
  const lines = [head, head.map(() => "---"), ...rows.map((row) => row.map(escapeMarkdown))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function list(title: string, entries: readonly string[]): string {
  if (entries.length === 0) return "";
  return [`## ${title}`, "", ...entries.map((entry) => `- ${escapeMarkdown(entry)}`)].join("\n");
}

/** Words as text on one line: no mark-up, no HTML, no new line begins a heading or a row. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/gu, " ")
    .trim()
    .replaceAll(/[\\`*_{}[\]<>#|~&!]/g, "\\$&")
    .replace(/^([-+=]|\d+[.)])/, "\\$1");
}
