import type { ModalView } from "@slack/types";
import { type BudgetLine, longestBudgetLine, usualBudgetLines } from "../../../src/domain/budget/budget.ts";
import type { BudgetNotice } from "../../../src/domain/notice.ts";
import { callbackIds } from "../actions.ts";
import { closeoutForm } from "../closeout-form.ts";
import { field, plain, section } from "../elements.ts";
import { limits } from "../limits.ts";
import { budgetImportMetadata, budgetLineMetadata } from "./actions-budget.ts";

/** The form for one line: a new one, or one that is there, as it is at this moment. */
export function budgetLineModal(
  { closeout, summary }: BudgetNotice,
  one: BudgetLine | undefined,
  channel: string | undefined,
): ModalView {
  const currency = summary.currency;
  const amount = (now: string | undefined) =>
    ({
      type: "plain_text_input",
      max_length: 40,
      ...(now === undefined ? {} : { initial_value: now }),
    }) as const;
  const metadata = { c: closeout.id, n: one?.id, v: one?.changed.version, ch: channel };
  return closeoutForm(closeout, callbackIds.budgetLine, budgetLineMetadata.encode(metadata), {
    title: one === undefined ? "Add a budget line" : "Change a budget line",
    submit: "Save",
    before: [],
    fields: [
      field(
        "budget_line",
        "name",
        {
          type: "plain_text_input",
          max_length: longestBudgetLine,
          ...(one === undefined ? { focus_on_load: true } : { initial_value: one.name }),
        },
        { label: "Line", hint: `${usualBudgetLines.join(", ")}, or any other name.` },
      ),
      field("budget_line", "estimated", amount(one?.estimated), {
        label: "Estimated",
        hint: "An amount such as 12000 or 12,000.50. Empty means that nobody has given it.",
        optional: true,
      }),
      field("budget_line", "actual", amount(one?.actual), {
        label: "Actual",
        hint: "What it did cost. Empty means that nobody has given it.",
        optional: true,
      }),
      field(
        "budget_line",
        "currency",
        {
          type: "plain_text_input",
          max_length: 3,
          ...(currency === undefined ? {} : { initial_value: currency }),
        },
        {
          label: "Currency",
          hint: "A code such as USD. The whole budget is kept in one currency.",
          optional: true,
        },
      ),
    ],
  });
}

/** The form into which a CSV text is pasted. */
export function budgetImportModal({ closeout }: BudgetNotice, channel: string | undefined): ModalView {
  return {
    type: "modal",
    callback_id: callbackIds.budgetImport,
    private_metadata: budgetImportMetadata.encode({ c: closeout.id, ch: channel }),
    title: plain("Import a budget"),
    submit: plain("Preview"),
    close: plain("Cancel"),
    blocks: [
      section(
        "Paste CSV, or cells copied from a spreadsheet. The first row names the columns: `line`, `estimated`, `actual`, and `currency` if you like. You see what it would change before anything is changed.",
      ),
      field(
        "budget_import",
        "text",
        { type: "plain_text_input", multiline: true, max_length: limits.inputText, focus_on_load: true },
        {
          label: "Lines",
          hint: "Lines of the same name are changed, others added; lines that the text does not name stay as they are.",
        },
      ),
    ],
  };
}
