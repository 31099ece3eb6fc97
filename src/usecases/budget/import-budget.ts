import { randomUUID } from "node:crypto";
import { type Budget, changesSince, otherCurrency } from "../../domain/budget/budget.ts";
import { type ImportStep, importLines, readBudgetCsv } from "../../domain/budget/budget-csv.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { LedgerEntry } from "../../domain/ledger/ledger.ts";
import type { Refusal } from "../refusal.ts";
import { type BudgetDeps, type BudgetInput, lineData, withBudget } from "./change-budget.ts";

/** What would be taken in, and what would become of each line. */
export type ImportPreview = {
  readonly closeout: Closeout;
  readonly importId: string;
  readonly budget: Budget;
  readonly steps: readonly ImportStep[];
};

export type PreviewImportOutcome =
  | ({ readonly kind: "preview" } & ImportPreview)
  /** Every problem of the text; nothing was kept of it. */
  | { readonly kind: "unreadable"; readonly closeout: Closeout; readonly problems: readonly string[] }
  | Refusal;

/** Reads a pasted text and keeps it for whoever pasted it, until they take it in. The budget stays as it is. */
export async function previewImport(
  deps: BudgetDeps,
  { text, ...input }: BudgetInput & { readonly text: string },
): Promise<PreviewImportOutcome> {
  const id = randomUUID();
  return await withBudget<PreviewImportOutcome>(
    deps,
    input,
    async ({ change, closeout, budget, now, who }) => {
      const content = readBudgetCsv(text, budget.currency ?? closeout.budgetEstimate?.currency);
      if (!content.ok) return { kind: "unreadable", closeout, problems: content.problems };
      const taken = importLines(budget, content, who);
      if (taken.kind === "too_many") return { kind: "unreadable", closeout, problems: [tooMany] };
      const { user } = input.member;
      await change.budget.saveImport({ id, user, version: budget.version, content, madeAt: now });
      return { kind: "preview", closeout, importId: id, budget: taken.budget, steps: taken.steps };
    },
  );
}

export type TakeImportOutcome =
  | {
      readonly kind: "taken";
      readonly closeout: Closeout;
      readonly budget: Budget;
      readonly steps: readonly ImportStep[];
    }
  /** Somebody has changed the budget since the preview: nothing was taken in; this is the preview as of now. */
  | ({ readonly kind: "outdated"; readonly changes: ReturnType<typeof changesSince> } & ImportPreview)
  /** Taken in already, or another text was pasted since. */
  | { readonly kind: "no_import"; readonly closeout: Closeout }
  | { readonly kind: "unreadable"; readonly closeout: Closeout; readonly problems: readonly string[] }
  | Refusal;

/** Takes the previewed text in, whole or not at all, and only into the budget that the preview was made from. */
export async function takeImport(
  deps: BudgetDeps,
  { importId, ...input }: BudgetInput & { readonly importId: string },
): Promise<TakeImportOutcome> {
  const { user } = input.member;
  const nextId = randomUUID();
  return await withBudget<TakeImportOutcome>(
    deps,
    input,
    async ({ change, closeout, budget, now, who, save }) => {
      const draft = await change.budget.findImport(user);
      if (draft === undefined || draft.id !== importId) return { kind: "no_import", closeout };
      const { currency } = draft.content;
      if (budget.currency !== undefined && budget.currency !== currency) {
        return { kind: "unreadable", closeout, problems: [otherCurrency(budget.currency, currency)] };
      }
      const taken = importLines(budget, draft.content, who);
      if (taken.kind === "too_many") return { kind: "unreadable", closeout, problems: [tooMany] };
      const { steps } = taken;
      if (draft.version !== budget.version) {
        const changes = changesSince(budget, draft.version);
        await change.budget.saveImport({ ...draft, id: nextId, version: budget.version, madeAt: now });
        return { kind: "outdated", closeout, importId: nextId, budget: taken.budget, steps, changes };
      }
      await change.budget.forgetImport(user);
      if (steps.every(({ kind }) => kind === "same" || kind === "untouched")) {
        return { kind: "taken", closeout, budget, steps };
      }
      await save(taken.budget, "budget.imported", {
        version: taken.budget.version,
        currency,
        lines: steps.flatMap((step): LedgerEntry["data"][string][] => {
          if (step.kind === "added") return [{ before: null, after: lineData(step.after) }];
          return step.kind === "changed"
            ? [{ before: lineData(step.before), after: lineData(step.after) }]
            : [];
        }),
      });
      return { kind: "taken", closeout, budget: taken.budget, steps };
    },
  );
}

const tooMany =
  "With these lines the budget would have more than a message can show. Put some of them together.";
