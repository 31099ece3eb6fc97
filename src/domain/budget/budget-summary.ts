import type { Money } from "../closeout.ts";
import type { Budget, BudgetLine } from "./budget.ts";
import { compareFractions, type Fraction, percentOf, roundFraction } from "./decimal.ts";
import { fromMinor, toMinor } from "./money.ts";

/** How an actual amount lies against its estimate. `percent` is exact, negative below; there is none of a zero estimate. */
export type Variance = {
  readonly direction: "under" | "over" | "on";
  /** Actual less estimated, as a decimal number: `-770`. */
  readonly amount: string;
  readonly percent: Fraction | undefined;
  /** As the procedure's report says it: `-5% (under budget)`. */
  readonly words: string;
};

/** What a migration was estimated to cost and did cost, for the report. Amounts are decimal numbers in the currency. */
export type BudgetSummary = {
  readonly currency: string | undefined;
  readonly estimated: string | undefined;
  readonly actual: string | undefined;
  /** Absent as long as one of the two is unknown. */
  readonly variance: Variance | undefined;
  /** The estimate that the closeout was started with. */
  readonly atStart: Money | undefined;
  /** Where the estimate comes from: the lines, or the start as long as no line has one. */
  readonly estimatedFrom: "lines" | "start" | undefined;
  /** Lines whose actual costs nobody has given: what is said of the whole is said without them. */
  readonly withoutActual: readonly BudgetLine[];
  readonly lines: readonly { readonly line: BudgetLine; readonly variance: Variance | undefined }[];
};

/**
 * Adds a budget up, exactly. As long as no line has an estimate, the one given at the start counts; from then on the lines' do.
 * Nothing is invented: what nobody has given stays unknown.
 */
export function budgetSummary(budget: Budget, atStart: Money | undefined): BudgetSummary {
  const { lines } = budget;
  const currency = budget.currency ?? atStart?.currency;
  const planned = currency === undefined ? undefined : sum(lines, "estimated", currency);
  const estimated = planned ?? atStart?.amount;
  const actual = currency === undefined ? undefined : sum(lines, "actual", currency);
  return {
    currency,
    estimated,
    actual,
    variance: varianceOf(estimated, actual, currency),
    atStart,
    estimatedFrom: planned !== undefined ? "lines" : atStart === undefined ? undefined : "start",
    withoutActual: lines.filter((line) => line.actual === undefined),
    lines: lines.map((line) => ({ line, variance: varianceOf(line.estimated, line.actual, currency) })),
  };
}

/** How far an actual amount is from its estimate; `undefined` as long as one of them is. */
export function varianceOf(
  estimated: string | undefined,
  actual: string | undefined,
  currency: string | undefined,
): Variance | undefined {
  if (estimated === undefined || actual === undefined || currency === undefined) return undefined;
  const whole = toMinor(estimated, currency);
  const off = toMinor(actual, currency) - whole;
  const direction = off < 0n ? "under" : off > 0n ? "over" : "on";
  const fraction = (numerator: bigint): Fraction => ({ numerator, denominator: 1n });
  const percent =
    whole > 0n ? percentOf(fraction(off), fraction(whole)) : direction === "on" ? fraction(0n) : undefined;
  const words =
    percent === undefined
      ? "over budget; there is no percentage, for the estimate is zero"
      : `${variancePercent(percent)} (${direction} budget)`;
  return { direction, amount: fromMinor(off, currency), percent, words };
}

/** Whole percents, halves away from zero; below one percent a decimal; never `0%` for something: `less than 0.1%`. */
export function variancePercent(percent: Fraction): string {
  if (percent.numerator === 0n) return "0%";
  const negative = percent.numerator < 0n;
  const size = negative ? { ...percent, numerator: -percent.numerator } : percent;
  const small = compareFractions(size, { numerator: 1n, denominator: 1n }) < 0;
  const rounded = roundFraction(percent, small ? 1 : 0);
  if (/^-?0\.0$/.test(rounded)) return "less than 0.1%";
  return `${negative ? "" : "+"}${rounded.replace(/\.0$/, "")}%`;
}

function sum(
  lines: readonly BudgetLine[],
  column: "estimated" | "actual",
  currency: string,
): string | undefined {
  const amounts = lines.flatMap((line) => line[column] ?? []);
  if (amounts.length === 0) return undefined;
  return fromMinor(
    amounts.reduce((total, amount) => total + toMinor(amount, currency), 0n),
    currency,
  );
}
