import type { Budget, BudgetLine, BudgetMark } from "../../../src/domain/budget/budget.ts";
import { budgetSummary } from "../../../src/domain/budget/budget-summary.ts";
import { moneyWords } from "../../../src/domain/budget/money.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { actionIds } from "../actions.ts";
import { momentOf } from "../baseline/baseline-people.ts";
import { actions, button, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { enumerate, line, mention } from "../mrkdwn.ts";
import { budgetLineRef } from "./actions-budget.ts";
import { totalWords } from "./budget.ts";

/** Private answers about the budget. */

/** What a line was and is, and the total with it. */
export function budgetLineSet(
  closeout: Closeout,
  budget: Budget,
  before: BudgetLine | undefined,
  after: BudgetLine,
): Message {
  const was =
    before === undefined
      ? "It is new."
      : `It was ${before.name === after.name ? "" : `“${line(before.name, 70)}”, `}${amounts(budget, before)}; ${changedWords(closeout, before.changed)}.`;
  return sentence(
    `“${line(after.name, 70)}” of ${line(closeout.name, 80)} is now ${amounts(budget, after)}. ${was} ${totals(closeout, budget)}`,
  );
}

/** There was nothing to change. */
export function budgetLineUnchanged(closeout: Closeout, budgetLine: BudgetLine): Message {
  return sentence(
    `“${line(budgetLine.name, 70)}” of ${line(closeout.name, 80)} is like that already. Nothing was changed.`,
  );
}

/** Somebody else was quicker: what the line is now, and what was typed, so that neither is lost. */
export function budgetLineStale(
  closeout: Closeout,
  now: BudgetLine,
  currency: string | undefined,
  typed: { readonly estimated: string | undefined; readonly actual: string | undefined },
): Message {
  const mine = `estimated ${typedWords(typed.estimated)}, actual ${typedWords(typed.actual)}`;
  const text = `“${line(now.name, 70)}” of ${line(closeout.name, 80)} was changed while your form was open: it is now ${amounts({ currency }, now)}, ${changedWords(closeout, now.changed)}. Nothing of yours was saved; you had typed ${mine}.`;
  const value = budgetLineRef.encode({ c: closeout.id, n: now.id });
  return {
    text,
    blocks: [section(text), actions(button("Open it as it is now", actionIds.budgetEdit, value))],
  };
}

/** The line went while its form was open. */
export function budgetLineGone(closeout: Closeout, name: string, changed: BudgetMark | undefined): Message {
  const who =
    changed === undefined
      ? ""
      : ` by ${mention(changed.by.user)}, ${momentOf(changed.at, closeout.timeZone)}`;
  return sentence(
    `“${line(name, 70)}” was removed from the budget of ${line(closeout.name, 80)} meanwhile${who}. Nothing of yours was saved; add a new line if it is needed.`,
  );
}

/** An amount or a name that cannot be taken, in the rule's own sentence. */
export function budgetInvalid(message: string): Message {
  return sentence(`${line(message, 500)} Nothing was changed.`);
}

/** A line went; what it was, so that it can be put back. */
export function budgetLineRemoved(
  closeout: Closeout,
  budget: Budget,
  removed: BudgetLine,
  currency: string | undefined,
): Message {
  return sentence(
    `“${line(removed.name, 70)}” is removed from the budget of ${line(closeout.name, 80)}. It was ${amounts({ currency }, removed)}. ${totals(closeout, budget)}`,
  );
}

/** No line of that name; the nearest one, if there is one. */
export function noSuchBudgetLine(
  closeout: Closeout,
  name: string,
  suggestion: string | undefined,
  { closeout: command }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean “${line(suggestion, 70)}”?`;
  return sentence(
    `The budget of ${line(closeout.name, 80)} has no line “${line(name, 70)}”.${near} Nothing was changed; \`${command} budget\` shows them all.`,
  );
}

/** Actual and estimated costs were compared. */
export function budgetReconciled(closeout: Closeout, budget: Budget): Message {
  return sentence(`The budget of ${line(closeout.name, 80)} is reconciled: ${totals(closeout, budget, "")}`);
}

/** They were compared before, and nothing has changed since. */
export function budgetAlreadyReconciled(closeout: Closeout, budget: Budget): Message {
  const { reconciled } = budget;
  const who =
    reconciled === undefined
      ? ""
      : ` by ${mention(reconciled.by.user)}, ${momentOf(reconciled.at, closeout.timeZone)}`;
  return sentence(
    `The budget of ${line(closeout.name, 80)} was reconciled already${who}, and no line has changed since: ${totals(closeout, budget, "")}`,
  );
}

/** It cannot be reconciled yet, and why. */
export function budgetIncomplete(
  closeout: Closeout,
  missing: readonly BudgetLine[],
  { closeout: command }: Commands,
): Message {
  const names = missing.map(({ name }) => line(name, 70));
  const why =
    missing.length === 0
      ? `it has no lines yet. \`${command} budget set compute 12000 11400\` adds one`
      : `${enumerate(names, 10)} ${missing.length === 1 ? "has" : "have"} no actual costs. Give them, also where they are 0`;
  return sentence(
    `The budget of ${line(closeout.name, 80)} cannot be reconciled: ${why}. Nothing was changed.`,
  );
}

/** It is in the channel. */
export function budgetShared(closeout: Closeout): Message {
  return sentence(`The budget of ${line(closeout.name, 80)} is in the channel; it stays up to date there.`);
}

/** It comes as a file. */
export function budgetExported(closeout: Closeout): Message {
  return sentence(
    `The budget of ${line(closeout.name, 80)} comes to you as a CSV file, in a direct message.`,
  );
}

/** There is nothing to export. */
export function noBudgetLines(closeout: Closeout, { closeout: command }: Commands): Message {
  return sentence(
    `The budget of ${line(closeout.name, 80)} has no lines yet, so there is no file. \`${command} budget\` shows how to add some.`,
  );
}

/** A command that lacks something. */
export function budgetCommandIncomplete(verb: "set" | "remove", { closeout: command }: Commands): Message {
  const example =
    verb === "set"
      ? `Type a line and its amounts, estimated first: \`${command} budget set compute 12000 11400\`, or \`${command} budget set compute actual 11400\`.`
      : `Type which line: \`${command} budget remove compute\`.`;
  return sentence(`${example} Nothing was changed.`);
}

/** A word after `budget` that means nothing; the nearest one, if there is one. */
export function unknownBudgetWord(
  word: string,
  suggestion: string | undefined,
  { closeout: command }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean \`${command} budget ${suggestion}\`?`;
  return sentence(
    `\`${command} budget\` does not know “${line(word, 40)}”.${near} Nothing was changed. It shows the budget; \`set\`, \`remove\`, \`import\`, \`export\`, \`share\` and \`reconcile\` work on it.`,
  );
}

/** "set by @tom, today at 14:30". */
export function changedWords({ timeZone }: Closeout, { by, at }: BudgetMark): string {
  return `set by ${mention(by.user)}, ${momentOf(at, timeZone)}`;
}

/** "estimated 12,000 USD, actual not given". */
export function amounts(
  { currency = "" }: Pick<Budget, "currency">,
  { estimated, actual }: BudgetLine,
): string {
  const one = (amount: string | undefined) =>
    amount === undefined ? "not given" : moneyWords(amount, currency).trim();
  return `estimated ${one(estimated)}, actual ${one(actual)}`;
}

function typedWords(typed: string | undefined): string {
  return typed === undefined || typed.trim() === "" ? "nothing" : `“${line(typed, 40)}”`;
}

/** What the whole budget adds up to, after an introduction. */
export function totals({ budgetEstimate }: Closeout, budget: Budget, intro = "In all: "): string {
  return `${intro}${totalWords(budgetSummary(budget, budgetEstimate))}`;
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
