import { assertNever } from "./assert-never.ts";
import { dayInZone } from "./moment-words.ts";
import { type MoneyFigure, moneyWords, type Variance, varianceOf } from "./money-words.ts";
import type { Cite, Cited, ReportFact, ReportPart, ReportSection } from "./report-parts.ts";
import type { ReportCost, ReportSources } from "./report-sources.ts";

/** Estimated, actual and variance, as the procedure's report has them. */
export function costSection(sources: ReportSources, cite: Cite): ReportSection {
  const cost = sources.cost ?? estimateAlone(sources);
  if (cost?.estimated === undefined && cost?.actual === undefined) {
    return {
      title: "Cost",
      parts: [{ kind: "missing", words: "No cost was recorded, estimated or actual." }],
    };
  }
  const cited = cite(cost.source);
  const { estimated, actual } = cost;
  const facts: readonly ReportFact[] = [
    { label: "Estimated", words: figure(estimated), sources: cited },
    { label: "Actual", words: figure(actual), sources: cited },
    ...(estimated === undefined || actual === undefined
      ? []
      : varianceFacts(varianceOf(estimated, actual), cited)),
  ];
  const parts: readonly ReportPart[] = [
    { kind: "facts", facts },
    ...(actual === undefined ? [{ kind: "missing", words: "No actual cost was recorded." } as const] : []),
    ...(estimated === undefined ? [{ kind: "missing", words: "No estimate was recorded." } as const] : []),
    ...linesTable(cost, cited),
  ];
  return { title: "Cost", parts };
}

/** Where there is no budget, the estimate that was given at the start. */
function estimateAlone({ closeout }: ReportSources): ReportCost | undefined {
  const { budgetEstimate, startedAt, timeZone } = closeout;
  if (budgetEstimate === undefined) return undefined;
  return {
    estimated: budgetEstimate,
    actual: undefined,
    lines: [],
    source: `Estimate given when the closeout was started, ${dayInZone(startedAt, timeZone)}.`,
  };
}

function figure(money: MoneyFigure | undefined): string {
  return money === undefined ? "not recorded" : moneyWords(money);
}

function varianceFacts(variance: Variance, sources: Cited): readonly ReportFact[] {
  const label = "Variance";
  switch (variance.kind) {
    case "known": {
      const { percent, amount, verdict } = variance;
      const shown = percent ?? "not in percent, for the estimate is zero";
      return [
        { label, words: `${shown} (${verdict})`, sources, tone: verdict === "over budget" ? "bad" : "good" },
        { label: "Difference", words: amount, sources },
      ];
    }
    case "currencies_differ":
      return [{ label, words: "not comparable: the two are in different currencies", sources }];
    case "unreadable":
      return [{ label, words: "not comparable: one of the two is not an amount", sources }];
    default:
      return assertNever(variance);
  }
}

function linesTable({ lines }: ReportCost, sources: Cited): readonly ReportPart[] {
  if (lines.length === 0) return [];
  const rows = lines.map(({ name, estimated, actual }) => [
    name,
    figure(estimated),
    figure(actual),
    estimated === undefined || actual === undefined ? "" : lineVariance(varianceOf(estimated, actual)),
  ]);
  return [{ kind: "table", head: ["Line", "Estimated", "Actual", "Variance"], rows, sources }];
}

function lineVariance(variance: Variance): string {
  return variance.kind === "known" ? (variance.percent ?? variance.amount) : "not comparable";
}
