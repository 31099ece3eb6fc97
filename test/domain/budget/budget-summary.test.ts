import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyBudget, setLine } from "../../../src/domain/budget/budget.ts";
import { budgetSummary, varianceOf } from "../../../src/domain/budget/budget-summary.ts";
import { fromMinor } from "../../../src/domain/budget/money.ts";
import { anyLines, budgetOf, tom, wish, wishOf } from "../budget-examples.ts";

const start = { amount: "15000", currency: "USD" };

describe("the procedure's example", () => {
  test("15,000 estimated and 14,230 spent are -5% (under budget)", () => {
    const summary = budgetSummary(budgetOf([wish("Everything", "15000", "14230")], start), start);
    expect(summary).toMatchObject({
      currency: "USD",
      estimated: "15000",
      actual: "14230",
      variance: { direction: "under", amount: "-770", words: "-5% (under budget)" },
      estimatedFrom: "lines",
    });
  });

  test("the estimate of the start counts as long as no line has one", () => {
    const summary = budgetSummary(budgetOf([wish("Everything", undefined, "14230")], start), start);
    expect(summary).toMatchObject({
      estimated: "15000",
      estimatedFrom: "start",
      variance: { words: "-5% (under budget)" },
    });
    expect(budgetSummary(emptyBudget(start), start)).toMatchObject({
      estimated: "15000",
      actual: undefined,
      variance: undefined,
    });
  });

  test("nothing is made up where nothing was given", () => {
    expect(budgetSummary(emptyBudget(undefined), undefined)).toMatchObject({
      currency: undefined,
      estimated: undefined,
      actual: undefined,
      variance: undefined,
    });
    const partly = budgetSummary(budgetOf([wish("Compute", "5", "4"), wish("People", "7")], start), start);
    expect(partly.withoutActual.map(({ name }) => name)).toEqual(["People"]);
  });
});

describe("a variance says", () => {
  test.each([
    ["1000", "1000", "0% (on budget)"],
    ["1000", "1225", "+23% (over budget)"],
    ["1000", "1005", "+0.5% (over budget)"],
    ["1000", "995", "-0.5% (under budget)"],
    ["100000", "100000.01", "less than 0.1% (over budget)"],
    ["0", "0", "0% (on budget)"],
    ["0", "1", "over budget; there is no percentage, for the estimate is zero"],
    ["10", "0", "-100% (under budget)"],
    ["1000", "985", "-2% (under budget)"],
  ])("of %s against %s: %s", (estimated, actual, words) => {
    expect(varianceOf(estimated, actual, "USD")?.words).toBe(words);
  });
});

test("sums, differences and percentages are those of exact integers", () => {
  fc.assert(
    fc.property(anyLines, ({ currency, lines }) => {
      const budget = lines.reduce((before, line) => {
        const outcome = setLine(before, wishOf(line, currency), tom, undefined);
        return outcome.kind === "changed" ? outcome.budget : before;
      }, emptyBudget(undefined));
      const kept = lines.filter(({ name }) => name.replaceAll(/[\s\p{Cc}]+/gu, "") !== "");
      fc.pre(budget.lines.length === kept.length);
      const summary = budgetSummary(budget, undefined);
      const total = (of: "estimated" | "actual") => {
        const known = kept.flatMap((line) => line[of] ?? []);
        return known.length === 0 ? undefined : known.reduce((sum, minor) => sum + minor, 0n);
      };
      const [estimated, actual] = [total("estimated"), total("actual")];
      const written = (minor: bigint | undefined) =>
        minor === undefined ? undefined : fromMinor(minor, currency);
      expect([summary.estimated, summary.actual]).toEqual([written(estimated), written(actual)]);
      if (estimated === undefined || actual === undefined) {
        expect(summary.variance).toBeUndefined();
        return;
      }
      const off = actual - estimated;
      expect(summary.variance?.amount).toBe(fromMinor(off, currency));
      expect(summary.variance?.direction).toBe(off < 0n ? "under" : off > 0n ? "over" : "on");
      if (estimated === 0n) return;
      // Half away from zero, by comparing with the two neighbours instead of by dividing and rounding.
      const shown = /^([-+]?)(\d+)% /.exec(summary.variance?.words ?? "");
      if (shown === null) {
        expect((off < 0n ? -off : off) * 100n < estimated).toBe(true);
        return;
      }
      const size = BigInt(shown[2] ?? "0");
      const twice = 200n * (off < 0n ? -off : off);
      expect(twice >= (2n * size - 1n) * estimated && twice < (2n * size + 1n) * estimated).toBe(true);
    }),
  );
});
