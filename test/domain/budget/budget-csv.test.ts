import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyBudget, setLine } from "../../../src/domain/budget/budget.ts";
import { importLines, readBudgetCsv, writeBudgetCsv } from "../../../src/domain/budget/budget-csv.ts";
import { anyLines, budgetOf, tom, wish, wishOf } from "../budget-examples.ts";

const start = { amount: "15000", currency: "USD" };

describe("a text", () => {
  test.each([
    ["commas and quotes", 'line,estimated,actual\r\n"Cloud, egress","12,000.50",11400\r\n'],
    ["semicolons", "Line;Estimate;Actual\nCloud, egress;12000.50;11400"],
    [
      "tabs, as copied from a spreadsheet",
      "\uFEFFline\testimated\tactual\nCloud, egress\t12,000.50\t$11400\n\n",
    ],
    [
      "another order, and a currency",
      'actual,currency,line,estimated\n11400,usd,"Cloud, egress",12000.50\n,,,\n',
    ],
  ])("with %s is understood", (_, text) => {
    expect(readBudgetCsv(text, "USD")).toEqual({
      ok: true,
      currency: "USD",
      lines: [{ name: "Cloud, egress", estimated: "12000.50", actual: "11400" }],
    });
  });

  test("names every bad line, and gives nothing", () => {
    const text = [
      "line,estimated,actual",
      '"two',
      'lines",1,1',
      "Compute,many,-1",
      "People,5 EUR,6",
      "compute,1,1",
      ",1,1",
      'bro"ken,1,1',
      "short,1",
      "Fine,1,1",
    ].join("\n");
    const read = readBudgetCsv(text, "USD");
    expect(read).toMatchObject({ ok: false });
    const problems = read.ok ? [] : read.problems;
    const expected = [
      ["Line 4:", "estimated: “many” is not an amount"],
      ["Line 4:", "actual: An amount is not below zero"],
      ["Line 5:", "kept in USD, and this is in EUR"],
      ["Line 6:", "“compute” is on line 4 already"],
      ["Line 7:", "Give the line a name"],
      ["Line 8:", "A quotation mark stands within a cell"],
      ["Line 9:", "It has 2 cells, and the first row has 3"],
    ] as const;
    expect(problems).toHaveLength(expected.length);
    for (const [index, [line, sentence]] of expected.entries()) {
      expect(problems[index]).toMatch(new RegExp(`^${line}`));
      expect(problems[index]).toContain(sentence);
    }
  });

  test.each([
    ["", "There is nothing to take in"],
    ["line,estimated\n", "There is nothing to take in"],
    ["line,estimated\nCompute,5", "Say in which currency"],
    ["line,estimted\nCompute,5 USD", "Did you mean “estimated”?"],
    ["line\nCompute", "neither a column “estimated” nor"],
    ["estimated\n5 USD", "The column “line” is missing."],
    ["line,actual,spent\nCompute,1,1", "The column actual is there twice."],
    ['line,actual\n"Compute,5', "A quotation mark is opened and never closed."],
    ["line,actual\nCompute,5 USD\nPeople,5 EUR", "Line 3: The budget is kept in USD, and this is in EUR."],
  ])("%j is refused: %s", (text, sentence) => {
    const read = readBudgetCsv(text, undefined);
    expect(read.ok ? [] : read.problems.join(" ")).toContain(sentence);
  });
});

test("what is written is RFC 4180 that no spreadsheet takes for a formula", () => {
  const budget = budgetOf([wish("=HYPERLINK(1)", "5", "4.50"), wish('a "b", c', undefined, "1")], start);
  expect(writeBudgetCsv(budget)).toBe(
    'line,estimated,actual,currency\r\n\'=HYPERLINK(1),5,4.50,USD\r\n"a ""b"", c",,1,USD\r\n',
  );
});

test("any budget that is written is read back as it was, and no cell begins a formula", () => {
  fc.assert(
    fc.property(anyLines, ({ currency, lines }) => {
      const budget = lines.reduce((before, line) => {
        const outcome = setLine(before, wishOf(line, currency), tom, undefined);
        return outcome.kind === "changed" ? outcome.budget : before;
      }, emptyBudget(undefined));
      fc.pre(budget.lines.length > 0);
      const text = writeBudgetCsv(budget);
      expect(text).not.toMatch(/(?:^|[,\n]"?)[=+\-@＝＋－＠]/u);
      const read = readBudgetCsv(text, undefined);
      if (!read.ok) throw new Error(read.problems.join("\n"));
      const rebuilt = importLines(emptyBudget(undefined), read, tom);
      if (rebuilt.kind !== "ready") throw new Error(rebuilt.kind);
      const facts = ({ lines: all }: typeof budget) =>
        all.map(({ name, estimated, actual }) => [name, estimated, actual]);
      expect(facts(rebuilt.budget)).toEqual(facts(budget));
      const again = importLines(budget, read, tom);
      expect(again.kind === "ready" && again.steps.every(({ kind }) => kind === "same")).toBe(true);
    }),
  );
});

test("taking in changes lines of the same name, adds others, and leaves the rest alone", () => {
  const budget = budgetOf([wish("Compute", "12000", "11400"), wish("People", "3000", "2900")], start);
  const read = readBudgetCsv("line,actual\ncompute,11900\nVendor,5", "USD");
  if (!read.ok) throw new Error(read.problems.join());
  const taken = importLines(budget, read, tom);
  expect(taken).toMatchObject({
    kind: "ready",
    budget: {
      version: 3,
      lines: [
        { name: "compute", estimated: "12000", actual: "11900", id: budget.lines[0]?.id },
        { name: "People", estimated: "3000", actual: "2900" },
        { name: "Vendor", actual: "5" },
      ],
    },
    steps: [{ kind: "changed" }, { kind: "added" }, { kind: "untouched" }],
  });
});
