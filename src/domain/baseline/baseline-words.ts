import { assertNever } from "../assert-never.ts";
import { roundFraction } from "../budget/decimal.ts";
import { type Baseline, type Figure, type Metric, percentWords } from "./baseline.ts";
import type { Finding, MetricName, NotComparable } from "./finding.ts";

/** What each metric is called, its unit, and which way is better. */
export const metricWords: Readonly<
  Record<MetricName, { readonly title: string; readonly unit: string; readonly better: string }>
> = {
  query_latency: { title: "Query latency, p95", unit: "ms", better: "lower is better" },
  throughput: { title: "Throughput", unit: "queries/s", better: "higher is better" },
  storage: { title: "Storage", unit: "GB", better: "lower is better" },
};

const unknownWords: Readonly<Record<NotComparable, string>> = {
  missing: "not given",
  unreadable: "not a number",
  negative: "below zero",
  zero: "zero, so not measured",
};

/** `2,400 queries/s`; `not given` or `not a number` for what is neither. */
export function figureWords(metric: MetricName, figure: Figure): string {
  if (figure.kind === "unknown") return unknownWords[figure.why];
  return `${numberWords(figure)} ${metricWords[metric].unit}`;
}

/** As written, with its thousands apart; figures in powers of ten or with many digits are rounded to three decimals. */
function numberWords({ written, exact }: Extract<Figure, { kind: "known" }>): string {
  const plain = /^-?\d+(?:\.\d{1,6})?$/.test(written)
    ? written
    : roundFraction(exact, 3).replace(/\.?0+$/, "");
  const [whole = "", decimals] = plain.split(".");
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** `40% lower (better)`, `unchanged`, or why nothing can be said: `unknown: the source's figure is not given`. */
export function changeWords({ name, change }: Metric): string {
  switch (change.kind) {
    case "improved":
    case "worsened": {
      const lower = (name !== "throughput") === (change.kind === "improved");
      const verdict = change.kind === "improved" ? "better" : "worse";
      return `${percentWords(change.percent)} ${lower ? "lower" : "higher"} (${verdict})`;
    }
    case "unchanged":
      return "unchanged";
    case "unknown":
      return `unknown: the ${change.side}'s figure is ${unknownWords[change.why]}`;
    default:
      return assertNever(change);
  }
}

/** Where the vendor's own percentage does not follow from its own figures; `undefined` where there is nothing to say. */
export function disagreementWords({ name, vendor, change }: Metric): string | undefined {
  if (vendor.kind !== "disagrees" || change.kind === "unknown") return undefined;
  const computed = change.kind === "unchanged" ? "no change" : changeWords({ name, change, ...unknownRest });
  return `${metricWords[name].title}: Sensei says "${vendor.written}", but its own figures give ${computed}.`;
}

const unknownRest = {
  source: { kind: "unknown", why: "missing", written: undefined },
  target: { kind: "unknown", why: "missing", written: undefined },
  vendor: { kind: "missing" },
} as const satisfies Omit<Metric, "name" | "change">;

/** One sentence for a finding: what is or was worse, by how much, and what became of it. */
export function findingWords(finding: Finding): string {
  const { state } = finding;
  switch (state.kind) {
    case "open":
      return `${regressionWords(finding)}; nobody has waived it yet.`;
    case "waived":
      // Measurements that come later may be better.
      return `${regressionWords(finding, "was measured")}; waived by ${state.by.name}: ${state.reason}`;
    case "resolved":
      return `${titleOf(finding)} was ${worseWords(finding)} worse and is within the tolerance since a new measurement.`;
    default:
      return assertNever(state);
  }
}

/** `Throughput is 8.33% worse than on the source (5% is tolerated)`. */
export function regressionWords(finding: Finding, verb: "is" | "was measured" = "is"): string {
  return `${titleOf(finding)} ${verb} ${worseWords(finding)} worse than on the source (${finding.tolerancePercent}% is tolerated)`;
}

function titleOf({ metric }: Finding): string {
  return metricWords[metric].title;
}

/** `44.83%`: how much worse the target was when the finding was raised. */
export function worseWords({ worsePercent }: Pick<Finding, "worsePercent">): string {
  return `${worsePercent.replace(/\.?0+$/, "")}%`;
}

/** Everything that the chart draws. `value` is for the length of a bar only; `undefined` draws none. */
export type BaselineChartView = {
  readonly title: string;
  readonly rows: readonly {
    readonly title: string;
    readonly better: string;
    readonly source: { readonly value: number | undefined; readonly label: string };
    readonly target: { readonly value: number | undefined; readonly label: string };
    readonly change: { readonly label: string; readonly tone: "good" | "bad" | "plain" };
  }[];
};

/** The baseline as a picture shows it. `migration` is its label, `HR_PROD → hr_production`. */
export function baselineChartView(baseline: Baseline, migration: string): BaselineChartView {
  return {
    title: `Source against target: ${migration}`,
    rows: baseline.metrics.map((metric) => ({
      title: metricWords[metric.name].title,
      better: metricWords[metric.name].better,
      source: { value: barValue(metric.source), label: figureWords(metric.name, metric.source) },
      target: { value: barValue(metric.target), label: figureWords(metric.name, metric.target) },
      change: {
        label: metric.change.kind === "unknown" ? "cannot be compared" : changeWords(metric),
        tone: toneOf(metric),
      },
    })),
  };
}

function toneOf({ change }: Metric): "good" | "bad" | "plain" {
  if (change.kind === "improved") return "good";
  return change.kind === "worsened" ? "bad" : "plain";
}

function barValue(figure: Figure): number | undefined {
  if (figure.kind === "unknown") return undefined;
  const value = Number(figure.written);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** The picture in words, for those who do not see it: every figure that it shows. */
export function baselineAltText(baseline: Baseline, migration: string): string {
  const metrics = baseline.metrics.map(
    (metric) =>
      `${metricWords[metric.name].title}: source ${figureWords(metric.name, metric.source)}, ` +
      `target ${figureWords(metric.name, metric.target)}, ${changeWords(metric)}.`,
  );
  return [`Bar chart of source against target for ${migration}.`, ...metrics].join(" ");
}
