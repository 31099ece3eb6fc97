import { describe, expect, test } from "vitest";
import {
  changesSince,
  emptyBudget,
  findLine,
  isReconciled,
  mostBudgetLines,
  reconcile,
  removeLine,
  setLine,
} from "../../../src/domain/budget/budget.ts";
import { budgetOf, tom, wish } from "../budget-examples.ts";

const start = { amount: "15000", currency: "USD" };

describe("a line", () => {
  test("is found whatever its capitals, and an amount that is not named stays", () => {
    const budget = budgetOf(
      [wish("Cloud  egress", "12000"), wish("cloud egress", undefined, "11400")],
      start,
    );
    expect(budget.lines).toMatchObject([{ name: "cloud egress", estimated: "12000", actual: "11400" }]);
  });

  test("that is set to what it is changes nothing", () => {
    const budget = budgetOf([wish("Compute", "12000")], start);
    expect(setLine(budget, wish("Compute", "12,000.00 USD"), tom, start)).toMatchObject({
      kind: "unchanged",
    });
  });

  test.each([
    [wish("Compute", "5 EUR"), "estimated", "kept in USD, and this is in EUR"],
    [wish("Compute", "5", "5 EUR"), "actual", "kept in USD, and this is in EUR"],
    [wish("Compute", "5", undefined, { currency: "EUR" }), "currency", "kept in USD, and this is in EUR"],
    [wish(" ", "5"), "name", "Give the line a name"],
    [wish("x".repeat(61), "5"), "name", "at most 60 characters"],
    [wish("Compute", "", ""), "estimated", "Give the line an amount"],
    [wish("Compute", "a lot"), "estimated", "is not an amount"],
  ])("%j is refused on its field", (one, field, sentence) => {
    expect(setLine(emptyBudget(start), one, tom, start)).toMatchObject({
      kind: "invalid",
      field,
      message: expect.stringContaining(sentence),
    });
  });

  test("needs a currency once, beside any of its amounts", () => {
    expect(setLine(emptyBudget(undefined), wish("Compute", "5"), tom, undefined)).toMatchObject({
      kind: "invalid",
      field: "currency",
    });
    const budget = budgetOf([wish("Compute", "1200", "1100 JPY")]);
    expect(budget).toMatchObject({ currency: "JPY", lines: [{ estimated: "1200", actual: "1100" }] });
    expect(
      setLine(emptyBudget(undefined), wish("Compute", "1200.5", "1100 JPY"), tom, undefined),
    ).toMatchObject({
      kind: "invalid",
      field: "estimated",
    });
  });

  test("comes at most as often as a message can show", () => {
    const many = budgetOf(
      Array.from({ length: mostBudgetLines }, (_, index) => wish(`Line ${index}`, "1")),
      start,
    );
    expect(setLine(many, wish("One more", "1"), tom, start)).toMatchObject({
      kind: "invalid",
      field: "name",
    });
  });
});

describe("a form that was drawn before", () => {
  const before = budgetOf([wish("Compute", "12000", "11400"), wish("People", "3000")], start);
  const compute = findLine(before, "compute");
  const drawn = { id: compute?.id ?? 0, version: compute?.changed.version ?? 0 };

  test("is taken although another line has changed", () => {
    const other = budgetOf(
      [wish("Compute", "12000", "11400"), wish("People", "3000"), wish("people", "3100")],
      start,
    );
    expect(setLine(other, wish("Machines", "1", "2", { drawn }), tom, start)).toMatchObject({
      kind: "changed",
      before: { name: "Compute" },
      after: { name: "Machines", id: drawn.id },
    });
  });

  test("is refused with what the line is now when somebody has changed it", () => {
    const outcome = setLine(before, wish("Compute", undefined, "11900"), tom, start);
    if (outcome.kind !== "changed") throw new Error(outcome.kind);
    expect(setLine(outcome.budget, wish("Compute", "12000", "12500", { drawn }), tom, start)).toMatchObject({
      kind: "stale",
      now: { actual: "11900", changed: { by: { user: "U_TOM" } } },
    });
  });

  test("is refused with who removed the line", () => {
    const gone = compute && removeLine(before, compute, tom, start);
    expect(setLine(gone ?? before, wish("Compute", "1", "1", { drawn }), tom, start)).toMatchObject({
      kind: "gone",
      name: "Compute",
      changed: { by: { user: "U_TOM" } },
    });
  });

  test("for a new line is refused when somebody has added that line", () => {
    expect(setLine(before, wish("COMPUTE", "1", "", { mustBeNew: true }), tom, start)).toMatchObject({
      kind: "stale",
    });
  });

  test("does not take another line's name", () => {
    expect(setLine(before, wish("people", "1", "1", { drawn }), tom, start)).toMatchObject({
      kind: "invalid",
      field: "name",
    });
  });
});

describe("reconciling", () => {
  test("takes actual costs of every line, and falls with the next change", () => {
    const open = budgetOf([wish("Compute", "12000", "11400"), wish("People", "3000")], start);
    expect(reconcile(open, tom)).toMatchObject({ kind: "incomplete", missing: [{ name: "People" }] });
    expect(reconcile(emptyBudget(start), tom)).toEqual({ kind: "incomplete", missing: [] });
    const whole = budgetOf([wish("Compute", "12000", "11400"), wish("People", undefined, "0")], start);
    const done = reconcile(whole, tom);
    if (done.kind !== "reconciled") throw new Error(done.kind);
    expect(isReconciled(done.budget)).toBe(true);
    expect(reconcile(done.budget, tom)).toEqual({ kind: "already" });
    const changed = setLine(done.budget, wish("People", undefined, "1"), tom, start);
    expect(changed.kind === "changed" && isReconciled(changed.budget)).toBe(false);
  });
});

test("what has changed since a version names lines that were set and lines that went, newest first", () => {
  const before = budgetOf([wish("Compute", "1"), wish("People", "2")], start);
  const people = findLine(before, "People");
  const after = people && removeLine(before, people, tom, start);
  expect(changesSince(after ?? before, 0)).toMatchObject([
    { kind: "removed", name: "People" },
    { kind: "set", line: { name: "Compute" } },
  ]);
  expect(changesSince(after ?? before, 3)).toEqual([]);
});

test("the last line takes the currency along only where the start gave none", () => {
  const dropOnly = (currency: typeof start | undefined) => {
    const budget = budgetOf([wish("Compute", "1 USD")], currency);
    const [line] = budget.lines;
    return line && removeLine(budget, line, tom, currency).currency;
  };
  expect([dropOnly(undefined), dropOnly(start)]).toEqual([undefined, "USD"]);
});
