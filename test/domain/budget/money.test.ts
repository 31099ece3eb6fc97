import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fromMinor,
  groupedAmount,
  minorDigits,
  readAmount,
  signedMoney,
  toMinor,
} from "../../../src/domain/budget/money.ts";

describe("an amount", () => {
  test.each([
    ["12000", "USD", "12000", undefined],
    ["12,000.50", "USD", "12000.50", undefined],
    ["12 000", "EUR", "12000", undefined],
    ["$5", "USD", "5", "USD"],
    ["5 usd", undefined, "5", "USD"],
    ["€ 1 000", undefined, "1000", "EUR"],
    ["0", "JPY", "0", undefined],
    ["007.10", "USD", "7.10", undefined],
    ["1.234", "KWD", "1.234", undefined],
    ["12.0", "USD", "12", undefined],
  ])("%j in %s is %s", (words, usual, amount, currency) => {
    expect(readAmount(words, usual)).toEqual({ ok: true, amount, currency });
  });

  test.each([
    ["12,50", "USD", "“12,50” is not an amount"],
    ["1.000,50", "EUR", "is not an amount"],
    ["1,0000", "USD", "is not an amount"],
    ["1,000 000", "USD", "is not an amount"],
    ["-5", "USD", "An amount is not below zero"],
    ["1e5", "USD", "is not an amount"],
    ["", "USD", "is not an amount"],
    ["USD 5 EUR", "USD", "is not an amount"],
    ["5 XQQ", "USD", "“XQQ” is not a currency code"],
    ["100.5", "JPY", "JPY has no decimals"],
    ["1.2345", "KWD", "KWD has at most 3 decimals"],
    ["0.005", "USD", "USD has at most 2 decimals"],
    ["1000000000000", "USD", "more than 12 digits"],
  ])("%j in %s is refused rather than guessed", (words, usual, sentence) => {
    expect(readAmount(words, usual)).toMatchObject({ ok: false, problem: expect.stringContaining(sentence) });
  });
});

test("the minor units are those of ISO 4217", () => {
  const digits = Object.fromEntries(
    ["USD", "EUR", "JPY", "KRW", "KWD", "BHD", "CLF", "HUF"].map((code) => [code, minorDigits(code)]),
  );
  expect(digits).toEqual({ USD: 2, EUR: 2, JPY: 0, KRW: 0, KWD: 3, BHD: 3, CLF: 4, HUF: 2 });
});

const currencies = fc.constantFrom("USD", "JPY", "KWD", "CLF");
const minors = fc.bigInt({ min: 0n, max: 10n ** 12n - 1n });

test("every amount of minor units is written, grouped and read back exactly", () => {
  fc.assert(
    fc.property(currencies, minors, (currency, minor) => {
      const digits = minorDigits(currency);
      const written = fromMinor(minor, currency);
      // The oracle cuts the digits themselves.
      const padded = minor.toString().padStart(digits + 1, "0");
      const whole = padded.slice(0, padded.length - digits);
      const decimals = padded.slice(padded.length - digits);
      expect(written).toBe(/^0*$/.test(decimals) ? whole : `${whole}.${decimals}`);
      expect(toMinor(written, currency)).toBe(minor);
      expect(readAmount(groupedAmount(written), currency)).toEqual({
        ok: true,
        amount: written,
        currency: undefined,
      });
      expect(readAmount(`${written} ${currency}`, undefined)).toEqual({
        ok: true,
        amount: written,
        currency,
      });
    }),
  );
});

test.each([
  ["14230", "USD", "$14,230"],
  ["0.50", "USD", "$0.50"],
  ["-770", "EUR", "-€770"],
  ["-1000", "CHF", "-CHF 1,000"],
  ["12.345", "KWD", "KWD 12.345"],
])("%s %s is written %s in a report", (amount, currency, words) => {
  expect(signedMoney(amount, currency)).toBe(words);
});
