import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import {
  type Budget,
  type BudgetLine,
  type BudgetMark,
  emptyBudget,
  findLine,
  type LineOutcome,
  type LineWish,
  reconcile,
  removeLine,
  setLine,
} from "../../domain/budget/budget.ts";
import { budgetSummary } from "../../domain/budget/budget-summary.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { LedgerEntry } from "../../domain/ledger/ledger.ts";
import { mayDo } from "../../domain/permissions.ts";
import { suggest } from "../../domain/suggest.ts";
import type { CloseoutChange, Member, NewEntry } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";
import { templateOf } from "../start/template-of.ts";

/** What changing a budget needs. */
export type BudgetDeps = Pick<Deps, "clock" | "closeouts" | "queue" | "log">;

/** Whose budget, and who asks. */
export type BudgetInput = { readonly closeoutId: string; readonly member: Member };

/** A budget in the hands of one change of its closeout. */
export type BudgetWork = {
  readonly change: CloseoutChange;
  readonly closeout: Closeout;
  readonly budget: Budget;
  readonly now: Temporal.Instant;
  readonly who: Omit<BudgetMark, "version">;
  /** Saves the budget with its ledger entry, and brings up to date what shows it. */
  readonly save: (budget: Budget, kind: NewEntry["kind"], data: LedgerEntry["data"]) => Promise<void>;
};

/** Opens the budget for somebody who may change it, under the closeout's lock; others are refused. */
export async function withBudget<Outcome>(
  deps: BudgetDeps,
  { closeoutId, member }: BudgetInput,
  work: (budget: BudgetWork) => Promise<Outcome>,
): Promise<Outcome | Refusal> {
  if ((await deps.closeouts.get(closeoutId)) === undefined) return { kind: "no_closeout" };
  const { result, lanes } = await deps.closeouts.change<Outcome | Refusal>(closeoutId, async (change) => {
    const { closeout } = change;
    if (closeout.status === "closed") return { kind: "closed", closeout };
    const permission = mayDo("change_budget", closeout, member);
    if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
    const { platform, tenant, user, name } = member;
    const now = deps.clock.now();
    return await work({
      change,
      closeout,
      budget: (await change.budget.get()) ?? emptyBudget(closeout.budgetEstimate),
      now,
      who: { by: { user, name }, at: now.toString() },
      save: async (budget, kind, data) => {
        await change.budget.save(budget);
        await change.record({ actor: { platform, tenant, user, name }, kind, data });
        await change.refreshAbout({ kind: "budget" });
      },
    });
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

/** Whose budget it is, and the currency in which its amounts are. */
type Whose = { readonly closeout: Closeout; readonly currency: string | undefined };

export type SetBudgetLineOutcome = (LineOutcome & Whose) | Refusal;

/** Adds a line or changes one. What a form was drawn from must still be so; the ledger keeps before and after. */
export async function setBudgetLine(
  deps: BudgetDeps,
  { wish, ...input }: BudgetInput & { readonly wish: LineWish },
): Promise<SetBudgetLineOutcome> {
  return await withBudget(deps, input, async ({ closeout, budget, who, save }) => {
    const outcome = setLine(budget, wish, who, closeout.budgetEstimate);
    if (outcome.kind !== "changed") return { ...outcome, closeout, currency: budget.currency };
    const { currency } = outcome.budget;
    const before = outcome.before === undefined ? null : lineData(outcome.before);
    const data = { version: outcome.budget.version, currency: currency ?? null, before };
    await save(outcome.budget, "budget.line_set", { ...data, after: lineData(outcome.after) });
    return { ...outcome, closeout, currency };
  });
}

export type RemoveBudgetLineOutcome =
  | ({ readonly kind: "removed"; readonly budget: Budget; readonly line: BudgetLine } & Whose)
  | { readonly kind: "no_such_line"; readonly closeout: Closeout; readonly suggestion: string | undefined }
  | Refusal;

/** Takes a line away, by its name. The ledger keeps what it was. */
export async function removeBudgetLine(
  deps: BudgetDeps,
  { name, ...input }: BudgetInput & { readonly name: string },
): Promise<RemoveBudgetLineOutcome> {
  return await withBudget<RemoveBudgetLineOutcome>(deps, input, async ({ closeout, budget, who, save }) => {
    const line = findLine(budget, name);
    if (line === undefined) {
      const names = budget.lines.map((one) => one.name);
      return { kind: "no_such_line", closeout, suggestion: suggest(name, names) };
    }
    const after = removeLine(budget, line, who, closeout.budgetEstimate);
    const data = {
      version: after.version,
      currency: budget.currency ?? null,
      before: lineData(line),
      after: null,
    };
    await save(after, "budget.line_removed", data);
    return { kind: "removed", closeout, currency: budget.currency, budget: after, line };
  });
}

export type ReconcileBudgetOutcome =
  | { readonly kind: "reconciled"; readonly closeout: Closeout; readonly budget: Budget }
  /** Nothing has changed since it was reconciled. */
  | { readonly kind: "already"; readonly closeout: Closeout; readonly budget: Budget }
  /** There are no lines, or these have no actual costs. */
  | { readonly kind: "incomplete"; readonly closeout: Closeout; readonly missing: readonly BudgetLine[] }
  | Refusal;

/** Says that actual and estimated costs were compared; completes the item that the procedure has for it. */
export async function reconcileBudget(deps: BudgetDeps, input: BudgetInput): Promise<ReconcileBudgetOutcome> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const because = "the budget was reconciled";
  return await withBudget<ReconcileBudgetOutcome>(
    deps,
    input,
    async ({ change, closeout, budget, now, who, save }) => {
      const outcome = reconcile(budget, who);
      if (outcome.kind === "incomplete") return { ...outcome, closeout };
      if (outcome.kind === "already") {
        await completeByEvidence(change, template, "budget", because, now);
        return { ...outcome, closeout, budget };
      }
      const { currency, estimated, actual, variance } = budgetSummary(
        outcome.budget,
        closeout.budgetEstimate,
      );
      await save(outcome.budget, "budget.reconciled", {
        version: budget.version,
        currency: currency ?? null,
        estimated: estimated ?? null,
        actual: actual ?? null,
        variance: variance?.words ?? null,
      });
      await completeByEvidence(change, template, "budget", because, now);
      return { kind: "reconciled", closeout, budget: outcome.budget };
    },
  );
}

/** Puts the budget into the channel, where it stays up to date. */
export async function shareBudget(
  deps: BudgetDeps,
  input: BudgetInput,
): Promise<{ readonly kind: "shared"; readonly closeout: Closeout } | Refusal> {
  return await withBudget(deps, input, async ({ change, closeout }) => {
    const conversation = { kind: "channel", channel: closeout.channel } as const;
    await change.post([{ id: randomUUID(), conversation, subject: { kind: "budget" } }]);
    return { kind: "shared", closeout } as const;
  });
}

/** A line as the ledger keeps it. */
export function lineData({ name, estimated, actual }: BudgetLine) {
  return { name, estimated: estimated ?? null, actual: actual ?? null };
}
