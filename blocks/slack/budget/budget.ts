import type { KnownBlock, TableBlock } from "@slack/types";
import { isReconciled } from "../../../src/domain/budget/budget.ts";
import {
  type BudgetSummary,
  type Variance,
  variancePercent,
} from "../../../src/domain/budget/budget-summary.ts";
import { difference, groupedAmount, moneyWords } from "../../../src/domain/budget/money.ts";
import type { BudgetNotice } from "../../../src/domain/notice.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { momentOf } from "../baseline/baseline-people.ts";
import { actions, button, context, header, optionWords, plain, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { enumerate, line, mention, plainLine } from "../mrkdwn.ts";
import { budgetLineRef } from "./actions-budget.ts";

/** The budget as a table with its total, and in one sentence; the private one has the controls that are of use to its reader. */
export function budgetMessage(notice: BudgetNotice): Message {
  const { closeout, budget, summary } = notice;
  return {
    text: `Budget of ${line(closeout.name, 150)}: ${totalWords(summary)}`,
    blocks: [
      header(`Budget · ${plainLine(closeout.name, 120)}`),
      ...(budget.lines.length === 0 ? [] : [table(summary)]),
      section(`*${capital(totalWords(summary))}*`),
      ...remarks(notice),
      ...controls(notice),
    ],
  };
}

/** "estimated 15,000 USD, actual 14,230 USD, variance -770 USD (-5%, under budget)." */
export function totalWords({ currency, estimated, actual, variance }: BudgetSummary): string {
  if (currency === undefined) return "nobody has given an amount yet.";
  const one = (amount: string | undefined) =>
    amount === undefined ? "unknown" : moneyWords(amount, currency);
  const compared =
    variance === undefined
      ? ""
      : `, variance ${difference(variance.amount)} ${currency} (${varianceRemark(variance)})`;
  return `estimated ${one(estimated)}, actual ${one(actual)}${compared}.`;
}

/** "-5%, under budget". */
function varianceRemark({ percent, direction, words }: Variance): string {
  return percent === undefined ? words : `${variancePercent(percent)}, ${direction} budget`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function table({ lines, currency, estimated, actual, variance }: BudgetSummary): TableBlock {
  const cells = (
    name: string,
    from: string | undefined,
    to: string | undefined,
    off: Variance | undefined,
  ) => [
    plainLine(name, 60),
    from === undefined ? "not given" : groupedAmount(from),
    to === undefined ? "not given" : groupedAmount(to),
    off === undefined ? "unknown" : `${difference(off.amount)}, ${off.words}`,
  ];
  const unit = currency ?? "";
  const rows = [
    ["Line", `Estimated, ${unit}`, `Actual, ${unit}`, "Variance"],
    ...lines.map(({ line: one, variance: off }) => cells(one.name, one.estimated, one.actual, off)),
    cells("Total", estimated, actual, variance),
  ];
  return {
    type: "table",
    column_settings: [{ is_wrapped: true }, { align: "right" }, { align: "right" }, { is_wrapped: true }],
    rows: rows.map((row) => row.map((text) => ({ type: "raw_text", text }))),
  };
}

function remarks({ closeout, budget, summary }: BudgetNotice): KnownBlock[] {
  const { atStart, estimatedFrom, withoutActual, currency } = summary;
  const said: string[] = [];
  if (atStart !== undefined) {
    const start = moneyWords(atStart.amount, atStart.currency);
    const counts =
      estimatedFrom === "start" ? "it counts until a line has an estimate" : "the lines' estimates count";
    said.push(`Estimate at the start: ${start}; ${counts}.`);
  }
  if (withoutActual.length > 0) {
    const names = withoutActual.map((one) => line(one.name, 70));
    said.push(
      `Without actual costs yet: ${enumerate(names, 10)}. The comparison is not complete before they have them.`,
    );
  }
  if (budget.reconciled !== undefined) {
    const { by, at } = budget.reconciled;
    const since = isReconciled(budget) ? "" : " *It was changed since.*";
    said.push(`Reconciled by ${mention(by.user)}, ${momentOf(at, closeout.timeZone)}.${since}`);
  }
  const last = budget.lines.toSorted((one, other) => other.changed.version - one.changed.version)[0];
  if (last !== undefined) {
    const { by, at } = last.changed;
    said.push(
      `Last change of a line: ${line(last.name, 70)} by ${mention(by.user)}, ${momentOf(at, closeout.timeZone)}.`,
    );
  }
  if (said.length === 0 && currency === undefined) return [];
  return said.map(context);
}

function controls({ audience, closeout, budget, summary, mayChange }: BudgetNotice): KnownBlock[] {
  if (audience === "channel") return [];
  const value = closeoutRef.encode({ c: closeout.id });
  const exporting = budget.lines.length === 0 ? [] : [button("Export as CSV", actionIds.budgetExport, value)];
  if (!mayChange) return exporting.length === 0 ? [] : [actions(...exporting)];
  const ready = budget.lines.length > 0 && summary.withoutActual.length === 0 && !isReconciled(budget);
  const edit =
    budget.lines.length === 0
      ? []
      : [
          actions({
            type: "static_select",
            action_id: actionIds.budgetEdit,
            placeholder: plain("Change a line…"),
            options: budget.lines.map((one) =>
              optionWords(one.name, budgetLineRef.encode({ c: closeout.id, n: one.id })),
            ),
          }),
        ];
  return [
    ...edit,
    actions(
      button("Add a line…", actionIds.budgetAdd, value),
      button("Import CSV…", actionIds.budgetImport, value),
      ...exporting,
      button("Share in channel", actionIds.budgetShare, value),
      ...(ready ? [button("Reconciled", actionIds.budgetReconcile, value, { style: "primary" })] : []),
    ),
  ];
}
