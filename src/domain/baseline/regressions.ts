import { compareFractions, type Fraction, fractionOf, roundFraction } from "../budget/decimal.ts";
import type { Baseline, Metric } from "./baseline.ts";
import { type Finding, waiverReasonSchema } from "./finding.ts";

/** The regressions of a baseline: metrics that are worse by more than the tolerance. One exactly at it is within. */
export function findRegressions(baseline: Baseline, tolerancePercent: number): readonly Finding[] {
  return baseline.metrics.flatMap((metric) => regressionOf(metric, tolerancePercent) ?? []);
}

function regressionOf(
  { name, source, target, change }: Metric,
  tolerancePercent: number,
): Finding | undefined {
  const tolerance = fractionOf(String(tolerancePercent));
  if (tolerance === undefined) throw new RangeError("The tolerance is not a percentage of zero or more");
  if (change.kind !== "worsened" || source.kind === "unknown" || target.kind === "unknown") return undefined;
  if (compareFractions(change.percent, tolerance) <= 0) return undefined;
  return {
    metric: name,
    source: source.written,
    target: target.written,
    worsePercent: roundFraction(change.percent, 2),
    tolerancePercent,
    state: { kind: "open" },
  };
}

/** Outcome of waiving: the finding with the waiver in it, or why there is nothing to waive. */
export type Waiver =
  | { readonly kind: "waived"; readonly finding: Finding }
  | { readonly kind: "not_open"; readonly state: Finding["state"] }
  | { readonly kind: "reason_needed" };

/** Accepts a regression as it is. Who may do so is decided by the caller; `at` is an ISO instant. */
export function waiveFinding(
  finding: Finding,
  waiver: {
    readonly by: { readonly user: string; readonly name: string };
    readonly at: string;
    readonly reason: string;
  },
): Waiver {
  if (finding.state.kind !== "open") return { kind: "not_open", state: finding.state };
  const reason = waiverReasonSchema.safeParse(waiver.reason);
  if (!reason.success) return { kind: "reason_needed" };
  const { user, name } = waiver.by;
  return {
    kind: "waived",
    finding: {
      ...finding,
      state: { kind: "waived", by: { user, name }, at: waiver.at, reason: reason.data },
    },
  };
}

/**
 * The findings after a new measurement. Open ones within the tolerance now are resolved; a waiver stays as long as the
 * regression is no worse than what was waived, and falls when it is; a metric that was not measured this time resolves nothing.
 */
export function measureAgain(
  findings: readonly Finding[],
  baseline: Baseline,
  tolerancePercent: number,
  at: string,
): readonly Finding[] {
  return baseline.metrics.flatMap((metric) => {
    const before = findings.find((finding) => finding.metric === metric.name);
    const now = regressionOf(metric, tolerancePercent);
    if (before === undefined) return now ?? [];
    if (metric.change.kind === "unknown") return before;
    if (now !== undefined) return stillWaived(before, now) ? before : now;
    if (before.state.kind !== "open") return before;
    const { source, target } = metric;
    if (source.kind === "unknown" || target.kind === "unknown") return before;
    return { ...before, state: { kind: "resolved", at, source: source.written, target: target.written } };
  });
}

function stillWaived(before: Finding, now: Finding): boolean {
  if (before.state.kind !== "waived") return false;
  return compareFractions(readPercent(now), readPercent(before)) <= 0;
}

function readPercent({ worsePercent }: Finding): Fraction {
  const percent = fractionOf(worsePercent);
  if (percent === undefined) throw new TypeError("A finding's percentage is a decimal number");
  return percent;
}

/** The findings that still wait for somebody. */
export function openFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ state }) => state.kind === "open");
}
