import { emptyBudget, isReconciled } from "../budget/budget.ts";
import { type BudgetSummary, budgetSummary } from "../budget/budget-summary.ts";
import { signedMoney } from "../budget/money.ts";
import { dayInZone } from "../moment-words.ts";
import type { Cite, Cited, ReportFact, ReportPart, ReportSection } from "./report-parts.ts";
import type { ReportSources } from "./report-sources.ts";

/** Estimated, actual and variance, as the procedure's report has them. */
export function costSection(sources: ReportSources, cite: Cite): ReportSection {
  const { budgetEstimate } = sources.closeout;
  const cost = budgetSummary(sources.budget ?? emptyBudget(budgetEstimate), budgetEstimate);
  if (cost.estimated === undefined && cost.actual === undefined) {
    return { title: "Cost", parts: [missing("No cost was recorded, estimated or actual.")] };
  }
  const cited = cite(sourceWords(sources, cost));
  const parts: readonly ReportPart[] = [
    { kind: "facts", facts: facts(cost, cited) },
    ...gaps(cost).map(missing),
    ...linesTable(cost, cited),
  ];
  return { title: "Cost", parts };
}

function sourceWords({ budget, closeout: { startedAt, timeZone } }: ReportSources, cost: BudgetSummary) {
  if (cost.lines.length === 0) {
    return `Estimate given when the closeout was started, ${dayInZone(startedAt, timeZone)}.`;
  }
  const count = `${cost.lines.length} line${cost.lines.length === 1 ? "" : "s"}`;
  const compared = budget !== undefined && isReconciled(budget) ? ", reconciled" : ", not reconciled yet";
  return `Budget of this closeout, version ${budget?.version ?? 0}, ${count}${compared}.`;
}

function facts(cost: BudgetSummary, sources: Cited): readonly ReportFact[] {
  const { variance } = cost;
  return [
    { label: "Estimated", words: figure(cost.estimated, cost), sources },
    { label: "Actual", words: figure(cost.actual, cost), sources },
    ...(variance === undefined
      ? []
      : ([
          {
            label: "Variance",
            words: variance.words,
            sources,
            tone: variance.direction === "over" ? "bad" : "good",
          },
          {
            label: "Difference",
            words: `${variance.direction === "over" ? "+" : ""}${figure(variance.amount, cost)}`,
            sources,
          },
        ] as const)),
  ];
}

/** What the figures do not hold. */
function gaps({ estimated, actual, lines, withoutActual }: BudgetSummary): readonly string[] {
  if (estimated === undefined) return ["No estimate was recorded."];
  if (actual === undefined) return ["No actual cost was recorded."];
  return lines.length > 0 && withoutActual.length > 0
    ? [`No actual cost was recorded of ${withoutActual.map(({ name }) => name).join(", ")}.`]
    : [];
}

function missing(words: string): ReportPart {
  return { kind: "missing", words };
}

function figure(amount: string | undefined, { currency }: BudgetSummary): string {
  return amount === undefined || currency === undefined ? "not recorded" : signedMoney(amount, currency);
}

function linesTable(cost: BudgetSummary, sources: Cited): readonly ReportPart[] {
  if (cost.lines.length === 0) return [];
  const rows = cost.lines.map(({ line: { name, estimated, actual }, variance }) => [
    name,
    figure(estimated, cost),
    figure(actual, cost),
    variance?.words ?? "",
  ]);
  return [{ kind: "table", head: ["Line", "Estimated", "Actual", "Variance"], rows, sources }];
}
