import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moneyWords, varianceOf } from "../../src/domain/money-words.ts";

const usd = (amount: string) => ({ amount, currency: "USD" });

describe("an amount", () => {
  test.each([
    [usd("14230"), "$14,230"],
    [usd("14230.00"), "$14,230"],
    [usd("0.50"), "$0.50"],
    [{ amount: "1234567.8", currency: "EUR" }, "€1,234,567.8"],
    [{ amount: "-1000", currency: "CHF" }, "-CHF 1,000"],
    [{ amount: "12.345", currency: "KWD" }, "KWD 12.345"],
    [{ amount: "a lot", currency: "USD" }, "a lot USD"],
  ])("%j reads %s", (money, words) => {
    expect(moneyWords(money)).toBe(words);
  });
});

describe("the variance", () => {
  test.each([
    ["15000", "14230", "-5%", "-$770", "under budget"],
    ["15000", "15000.00", "0%", "$0", "on budget"],
    ["15000", "15750", "+5%", "+$750", "over budget"],
    ["200", "201", "+0.5%", "+$1", "over budget"],
    ["1000000", "999999.99", "less than -0.01%", "-$0.01", "under budget"],
    ["0", "10", undefined, "+$10", "over budget"],
    ["100", "0", "-100%", "-$100", "under budget"],
    ["1000", "1005", "+0.5%", "+$5", "over budget"],
    ["200", "197", "-2%", "-$3", "under budget"],
  ])("of %s estimated and %s spent is %s", (estimated, actual, percent, amount, verdict) => {
    expect(varianceOf(usd(estimated), usd(actual))).toEqual({ kind: "known", percent, amount, verdict });
  });

  test("is none between two currencies, or of what is no amount", () => {
    expect(varianceOf(usd("1"), { amount: "1", currency: "EUR" })).toEqual({ kind: "currencies_differ" });
    expect(varianceOf(usd("1"), usd("one"))).toEqual({ kind: "unreadable" });
  });

  test("agrees with whole numbers of cents", () => {
    const cents = fc.bigInt({ min: 1n, max: 10n ** 14n });
    const money = (value: bigint) => usd(`${value / 100n}.${String(value % 100n).padStart(2, "0")}`);
    fc.assert(
      fc.property(cents, cents, (estimated, actual) => {
        const variance = varianceOf(money(estimated), money(actual));
        if (variance.kind !== "known") throw new Error(variance.kind);
        const more = actual - estimated;
        expect(variance.verdict).toBe(more < 0n ? "under budget" : more > 0n ? "over budget" : "on budget");
        const size = more < 0n ? -more : more;
        // Halves away from zero, in whole percents, by another formula.
        const whole =
          (size * 100n) / estimated + ((size * 100n) % estimated >= (estimated + 1n) / 2n ? 1n : 0n);
        if (size * 100n >= estimated) expect(variance.percent).toBe(`${more < 0n ? "-" : "+"}${whole}%`);
        const value =
          BigInt(variance.amount.replaceAll(/[^\d]/g, "")) * (variance.amount.includes(".") ? 1n : 100n);
        expect(value).toBe(size);
      }),
    );
  });
});
