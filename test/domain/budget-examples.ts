import * as fc from "fast-check";
import { type Budget, emptyBudget, type LineWish, setLine } from "../../src/domain/budget/budget.ts";
import { fromMinor } from "../../src/domain/budget/money.ts";
import type { Money } from "../../src/domain/closeout.ts";

export const tom = { by: { user: "U_TOM", name: "tom" }, at: "2026-03-30T08:00:00Z" };

/** A wish as a command makes it. */
export function wish(
  name: string,
  estimated?: string,
  actual?: string,
  more: Partial<LineWish> = {},
): LineWish {
  return { name, estimated, actual, currency: "", ...more };
}

/** A budget made of these wishes, one after another; each must be taken. */
export function budgetOf(wishes: readonly LineWish[], start?: Money): Budget {
  return wishes.reduce((budget, one) => {
    const outcome = setLine(budget, one, tom, start);
    if (outcome.kind !== "changed") throw new Error(JSON.stringify(outcome));
    return outcome.budget;
  }, emptyBudget(start));
}

const names = fc.oneof(
  fc.constantFrom(
    "=1+1",
    "'=x",
    "''",
    "+49",
    "-",
    "@home",
    "a,b",
    'say "so"',
    "semi;colon",
    "Ünïcode",
    "＝x",
    "tab\there",
    "two\nlines",
    "'a",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
);
const minors = fc.option(fc.bigInt({ min: 0n, max: 10n ** 11n }), { nil: undefined });

/** Budgets of lines with any names and amounts, and the amounts in minor units. */
export const anyLines = fc
  .record({
    currency: fc.constantFrom("USD", "JPY", "KWD"),
    lines: fc.uniqueArray(fc.record({ name: names, estimated: minors, actual: minors }), {
      selector: ({ name }) => name.normalize("NFKC").toLowerCase().replaceAll(/\s/g, ""),
      maxLength: 12,
    }),
  })
  .map(({ currency, lines }) => ({
    currency,
    lines: lines.filter(({ estimated, actual }) => estimated !== undefined || actual !== undefined),
  }));

/** The wish that makes such a line. */
export function wishOf(
  { name, estimated, actual }: { name: string; estimated: bigint | undefined; actual: bigint | undefined },
  currency: string,
): LineWish {
  const written = (minor: bigint | undefined) =>
    minor === undefined ? undefined : fromMinor(minor, currency);
  return wish(name, written(estimated), written(actual), { currency });
}
