import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setLine } from "../../../src/domain/budget/budget.ts";
import { budgetSummary } from "../../../src/domain/budget/budget-summary.ts";
import type { SetBudgetLineOutcome } from "../../../src/usecases/budget/change-budget.ts";
import { budgetOf, tom, wish } from "../../domain/budget-examples.ts";
import { waitFor } from "../../support/wait-for.ts";
import { messagesOf, type Rig, startRig, windowOf, wordsOf } from "./rig.ts";
import { hrProd } from "./stub-use-cases.ts";

const start = { amount: "15000", currency: "USD" };
const budget = budgetOf([wish("Compute", "12000", "11400")], start);
const [compute] = budget.lines;

describe("the budget's commands and forms", () => {
  let rig: Rig;
  let next: SetBudgetLineOutcome | undefined;
  beforeAll(async () => {
    rig = await startRig({
      useCases: {
        readBudget: async () => ({
          kind: "found",
          notice: {
            kind: "budget",
            audience: "private",
            closeout: hrProd,
            budget,
            summary: budgetSummary(budget, start),
            mayChange: true,
          },
        }),
        setBudgetLine: async ({ wish: one }) =>
          next ?? { ...setLine(budget, one, tom, start), closeout: hrProd, currency: "USD" },
        removeBudgetLine: async () => ({
          kind: "not_permitted",
          closeout: hrProd,
          who: [
            { as: "owner", user: "U0ANA" },
            { as: "technical_lead", user: "U0TOM" },
          ],
        }),
        shareBudget: async () => ({ kind: "closed", closeout: hrProd }),
      },
    });
  });
  afterAll(() => rig.close());

  async function answerTo(text: string, as = "U0ANA") {
    const before = (await messagesOf(rig, as)).length;
    await rig.control("POST /command", { as, channel: "C0HRPROD", text: `/closeout budget ${text}` });
    return await waitFor(async () => (await messagesOf(rig, as)).slice(before).at(-1));
  }

  it.each([
    [
      "",
      "Budget of HR_PROD → hr_production: estimated 12,000 USD, actual 11,400 USD, variance -600 USD (-5%, under budget).",
    ],
    ["set compute 12000 11900", "It was “Compute”, estimated 12,000 USD, actual 11,400 USD; set by U_TOM"],
    ["set compute 12,5", "“12,5” is not an amount"],
    ["set compute 5 EUR", "The budget is kept in USD, and this is in EUR. A budget has one currency"],
    ["set Compute 12000 11400", "is like that already. Nothing was changed."],
    ["set compute", "`/closeout budget set compute 12000 11400`"],
    [
      "remove compute",
      "only the owner (<@U0ANA>) or the technical lead (<@U0TOM>) can change the budget and share it.",
    ],
    ["remove", "Type which line: `/closeout budget remove compute`."],
    ["share", "is closed"],
    ["export", "has no lines yet, so there is no file"],
    ["reconcile", "cannot be reconciled: it has no lines yet."],
    ["imprt", "Did you mean `/closeout budget import`?"],
  ])("answer %j privately", async (words, sentence) => {
    const answer = await answerTo(words);
    expect(answer.text).toContain(sentence);
    expect(answer.ephemeral).toBe(true);
  });

  async function openLine() {
    const shown = await answerTo("");
    await rig.control("POST /click", {
      as: "U0ANA",
      channel: "C0HRPROD",
      ts: shown.ts,
      action_id: "budget.edit",
      value: JSON.stringify({ c: hrProd.id, n: compute?.id }),
    });
    return await waitFor(async () => (await windowOf(rig, "U0ANA")) ?? undefined, { what: "the form" });
  }
  const submit = (viewId: string, values: Record<string, string>) =>
    rig.control("POST /submit", { as: "U0ANA", view_id: viewId, values });

  it("changes a line in a form that holds what it is, and says what it was", async () => {
    const form = await openLine();
    expect(wordsOf(form)).toContain('"initial_value":"11400"');
    const before = (await messagesOf(rig, "U0ANA")).length;
    await submit(form.id, { "budget_line.actual": "11900" });
    const answer = await waitFor(async () => (await messagesOf(rig, "U0ANA")).slice(before).at(-1));
    expect(answer.text).toContain(
      "“Compute” of HR_PROD → hr_production is now estimated 12,000 USD, actual 11,900 USD.",
    );
    expect(rig.calls.findLast(({ name }) => name === "setBudgetLine")?.input).toMatchObject({
      wish: { name: "Compute", estimated: "12000", actual: "11900", drawn: { id: compute?.id, version: 1 } },
    });
  });

  it("leaves a form open with what is wrong beside its field", async () => {
    const form = await openLine();
    await expect(submit(form.id, { "budget_line.actual": "12,5" })).resolves.toMatchObject({
      errors: { "budget_line.actual": expect.stringContaining("“12,5” is not an amount") },
    });
    await rig.control("POST /close-view", { as: "U0ANA", view_id: form.id });
  });

  it("refuses a form that was drawn from an older state, with what the line is now and what was typed", async () => {
    const form = await openLine();
    next = compute && {
      kind: "stale",
      now: { ...compute, actual: "11800" },
      closeout: hrProd,
      currency: "USD",
    };
    await submit(form.id, { "budget_line.actual": "11900" });
    next = undefined;
    const told = await waitFor(async () => {
      const view = await windowOf(rig, "U0ANA");
      return wordsOf(view).includes("while your form was open") && view;
    });
    expect(wordsOf(told)).toContain("it is now estimated 12,000 USD, actual 11,800 USD, set by U_TOM");
    expect(wordsOf(told)).toContain("you had typed estimated “12000”, actual “11900”");
    expect(wordsOf(told)).toContain("Open it as it is now");
  });

  it("shows every problem of a pasted text beside it", async () => {
    await rig.control("POST /command", { as: "U0TOM", channel: "C0HRPROD", text: "/closeout budget import" });
    const form = await waitFor(async () => (await windowOf(rig, "U0TOM")) ?? undefined, { what: "the form" });
    const answer = await rig.control("POST /submit", {
      as: "U0TOM",
      view_id: form.id,
      values: { "budget_import.text": "line,actual\n,1" },
    });
    expect(answer).toMatchObject({ errors: { "budget_import.text": "Line 2: it is empty." } });
  });
});
