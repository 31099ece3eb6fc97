import type { KnownBlock } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Budget, changesSince } from "../../../src/domain/budget/budget.ts";
import type { ImportStep } from "../../../src/domain/budget/budget-csv.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { actionIds } from "../actions.ts";
import { actions, button, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { count, enumerate, line, mention } from "../mrkdwn.ts";
import { budgetImportRef } from "./actions-budget.ts";
import { amounts, changedWords, totals } from "./budget-answers.ts";

/** Private answers about a text with budget lines. */

/** What taking a text in would do, with the button that does it. `since` is what has changed after an earlier preview. */
export function importPreview(
  closeout: Closeout,
  budget: Budget,
  steps: readonly ImportStep[],
  importId: string,
  since: ReturnType<typeof changesSince> = [],
): Message {
  const summary = importSummary(steps);
  const meanwhile =
    since.length === 0
      ? ""
      : `The budget was changed after your preview, so nothing was taken in: ${enumerate(
          since.map((one) => sinceWords(closeout, one)),
          5,
        )}. `;
  const head = `${meanwhile}Preview for ${line(closeout.name, 80)}, nothing is changed yet: ${summary}. ${totals(closeout, budget, "With it: ")}`;
  const rows = steps.map((step) => `• ${stepWords(budget, step)}`);
  const take = button(
    "Take it in",
    actionIds.budgetTake,
    budgetImportRef.encode({ c: closeout.id, d: importId }),
    {
      style: "primary",
    },
  );
  return { text: head, blocks: [section(head), ...paragraphs(rows), actions(take)] };
}

/** It was taken in. */
export function importTaken(closeout: Closeout, budget: Budget, steps: readonly ImportStep[]): Message {
  return sentence(
    `Taken into the budget of ${line(closeout.name, 80)}: ${importSummary(steps)}. ${totals(closeout, budget)}`,
  );
}

/** The text is not waiting any more. */
export function noImport(closeout: Closeout, { closeout: command }: Commands): Message {
  return sentence(
    `That text for ${line(closeout.name, 80)} was taken in already, or another one was pasted since. Nothing was changed; \`${command} budget\` shows how it stands, \`${command} budget import\` takes another text.`,
  );
}

/** Every problem of a text. */
export function importUnreadable(problems: readonly string[]): Message {
  return sentence(line(`Nothing was taken in. ${importProblems(problems)}`, 2_900));
}

/** Room for problems beside a field, in characters. */
const problemsRoom = 1_800;

/** All problems of a text for showing beside it: in full as far as there is room, the others by their lines. */
export function importProblems(problems: readonly string[]): string {
  let room = problemsRoom;
  const shown = problems.filter((problem, index) => {
    room -= problem.length + 1;
    return index === 0 || room >= 0;
  });
  if (shown.length === problems.length) return shown.join("\n");
  const left = problems.filter((problem) => !shown.includes(problem));
  const lines = [...new Set(left.flatMap((problem) => /^Line (\d+):/.exec(problem)?.[1] ?? []))];
  return `${shown.join("\n")}\nAnd ${count(left.length, "more problem")}, on lines ${lines.join(", ")}.`;
}

function importSummary(steps: readonly ImportStep[]): string {
  const many = (kind: ImportStep["kind"]) => steps.filter((step) => step.kind === kind).length;
  return [
    `${count(many("added"), "line")} added`,
    `${many("changed")} changed`,
    `${many("same")} the same`,
    `${many("untouched")} not named and left alone`,
  ].join(", ");
}

function stepWords(budget: Budget, step: ImportStep): string {
  switch (step.kind) {
    case "added":
      return `*new:* ${line(step.after.name, 70)}, ${amounts(budget, step.after)}`;
    case "changed":
      return `*changed:* ${line(step.after.name, 70)}, ${amounts(budget, step.before)} → ${amounts(budget, step.after)}`;
    case "same":
      return `the same: ${line(step.line.name, 70)}`;
    case "untouched":
      return `left alone: ${line(step.line.name, 70)}`;
    default:
      return assertNever(step);
  }
}

function sinceWords(closeout: Closeout, one: ReturnType<typeof changesSince>[number]): string {
  return one.kind === "set"
    ? `${line(one.line.name, 70)}, ${changedWords(closeout, one.line.changed)}`
    : `${line(one.name, 70)}, removed by ${mention(one.changed.by.user)}`;
}

/** Lines of text as few sections as hold them. */
function paragraphs(rows: readonly string[]): KnownBlock[] {
  const blocks: string[] = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    if (last === undefined || last.length + row.length > 2_800) blocks.push(row);
    else blocks[blocks.length - 1] = `${last}\n${row}`;
  }
  return blocks.map((text) => section(text));
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
