import { budgetMessage } from "../../../blocks/slack/budget/budget.ts";
import {
  budgetAlreadyReconciled,
  budgetCommandIncomplete,
  budgetExported,
  budgetIncomplete,
  budgetInvalid,
  budgetLineGone,
  budgetLineRemoved,
  budgetLineSet,
  budgetLineStale,
  budgetLineUnchanged,
  budgetReconciled,
  budgetShared,
  noBudgetLines,
  noSuchBudgetLine,
  unknownBudgetWord,
} from "../../../blocks/slack/budget/budget-answers.ts";
import {
  importPreview,
  importTaken,
  importUnreadable,
  noImport,
} from "../../../blocks/slack/budget/budget-import.ts";
import { budgetImportModal, budgetLineModal } from "../../../blocks/slack/budget/budget-modals.ts";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import {
  type Budget,
  type BudgetLine,
  changesSince,
  mostBudgetLines,
} from "../../../src/domain/budget/budget.ts";
import type { ImportStep } from "../../../src/domain/budget/budget-csv.ts";
import { budgetSummary } from "../../../src/domain/budget/budget-summary.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { BudgetNotice } from "../../../src/domain/notice.ts";
import { tom } from "../../domain/budget-examples.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

/** Everything that the budget shows, with somebody's words in every place that takes words. */
export function budgetSurfaces(words: string, many: number, closeout: Closeout): Record<string, Surface> {
  const project = { ...closeout, budgetEstimate: { amount: "999999999999.9999", currency: "CLF" } };
  const name = Array.from(words).slice(0, 20).join("") || "Line";
  const lines = Array.from(
    { length: Math.min(many, mostBudgetLines) },
    (_, index): BudgetLine => ({
      id: index,
      name,
      ...(index % 3 === 0 ? {} : { estimated: "999999999999.9999" }),
      ...(index % 4 === 0 ? {} : { actual: index % 2 === 0 ? "0" : "999999999999.9999" }),
      changed: { ...tom, version: index + 1 },
    }),
  );
  const full = lines.map((line) => ({ ...line, actual: "1" }));
  const budget: Budget = {
    version: 60,
    currency: "CLF",
    lines,
    removed: lines.map((line) => ({ id: line.id, name, changed: { ...tom, version: line.id + 1 } })),
    reconciled: { ...tom, version: 1 },
  };
  const noticeOf = (of: Budget, more: Partial<BudgetNotice> = {}): BudgetNotice => ({
    kind: "budget",
    audience: "private",
    closeout: project,
    budget: of,
    summary: budgetSummary(of, project.budgetEstimate),
    mayChange: true,
    ...more,
  });
  const empty: Budget = { version: 0, lines: [], removed: [] };
  const only = full[0] ?? { id: 1, name, changed: { ...tom, version: 1 } };
  const steps: ImportStep[] = lines.map((line, index) =>
    index % 3 === 0
      ? { kind: "added", after: line }
      : index % 3 === 1
        ? { kind: "changed", before: line, after: line }
        : { kind: index % 2 === 0 ? "same" : "untouched", line },
  );
  const problems = Array.from({ length: many }, () => words);
  return {
    budgetShared: renderNotice(noticeOf(budget, { audience: "channel", mayChange: false })),
    budgetPrivate: budgetMessage(noticeOf(budget)),
    budgetToReconcile: budgetMessage(noticeOf({ ...budget, lines: full })),
    budgetReadOnly: budgetMessage(noticeOf(budget, { mayChange: false })),
    budgetEmpty: budgetMessage(noticeOf(empty)),
    budgetUnknown: budgetMessage({
      ...noticeOf(empty, { closeout: { ...closeout, budgetEstimate: undefined } }),
      summary: budgetSummary(empty, undefined),
    }),
    budgetLineNew: budgetLineModal(noticeOf(empty), undefined, "C1"),
    budgetLineForm: budgetLineModal(noticeOf(budget), only, undefined),
    budgetImportForm: budgetImportModal(noticeOf(budget), "C1"),
    budgetLineSet: budgetLineSet(project, budget, { ...only, name: `${name}x` }, only),
    budgetLineAdded: budgetLineSet(project, budget, undefined, only),
    budgetLineUnchanged: budgetLineUnchanged(project, only),
    budgetLineStale: budgetLineStale(project, only, "CLF", { estimated: words, actual: undefined }),
    budgetLineGone: budgetLineGone(project, words, only.changed),
    budgetLineRemoved: budgetLineRemoved(project, budget, only, "CLF"),
    budgetInvalid: budgetInvalid(words),
    noSuchBudgetLine: noSuchBudgetLine(project, words, words, commands),
    budgetReconciled: budgetReconciled(project, budget),
    budgetAlreadyReconciled: budgetAlreadyReconciled(project, budget),
    budgetIncomplete: budgetIncomplete(project, lines, commands),
    budgetShareAnswer: budgetShared(project),
    budgetExported: budgetExported(project),
    noBudgetLines: noBudgetLines(project, commands),
    importPreview: importPreview(project, budget, steps, "d".repeat(36)),
    importOutdated: importPreview(project, budget, steps, "d".repeat(36), changesSince(budget, 0)),
    importTaken: importTaken(project, budget, steps),
    importUnreadable: importUnreadable(problems),
    noImport: noImport(project, commands),
    budgetCommandIncomplete: budgetCommandIncomplete("set", commands),
    unknownBudgetWord: unknownBudgetWord(words, "set", commands),
  };
}
