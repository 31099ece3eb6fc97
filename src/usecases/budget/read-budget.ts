import { randomUUID } from "node:crypto";
import { emptyBudget } from "../../domain/budget/budget.ts";
import { writeBudgetCsv } from "../../domain/budget/budget-csv.ts";
import { budgetSummary } from "../../domain/budget/budget-summary.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { documentOf } from "../../domain/document.ts";
import type { BudgetNotice } from "../../domain/notice.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";

type Asking = { readonly closeoutId: string; readonly member: Member };

export type ReadBudgetOutcome =
  | { readonly kind: "found"; readonly notice: BudgetNotice }
  | Exclude<Refusal, { kind: "closed" }>;

/** The budget as it stands, for anybody with a role, also of a closeout that is closed. */
export async function readBudget(
  deps: Pick<Deps, "closeouts" | "budgets">,
  { closeoutId, member }: Asking,
): Promise<ReadBudgetOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const permission = mayDo("see_budget", closeout, member);
  if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
  const mayChange = closeout.status === "open" && mayDo("change_budget", closeout, member).allowed;
  const notice = await composeBudget(deps, closeout);
  return { kind: "found", notice: { ...notice, audience: "private", mayChange } };
}

/** The budget as everybody in the channel sees it. */
export async function composeBudget(
  { budgets }: Pick<Deps, "budgets">,
  closeout: Closeout,
): Promise<BudgetNotice> {
  const budget = (await budgets.get(closeout.id)) ?? emptyBudget(closeout.budgetEstimate);
  const summary = budgetSummary(budget, closeout.budgetEstimate);
  return { kind: "budget", audience: "channel", closeout, budget, summary, mayChange: false };
}

export type ExportBudgetOutcome =
  | { readonly kind: "exported"; readonly closeout: Closeout }
  | { readonly kind: "nothing"; readonly closeout: Closeout }
  | Refusal;

/** Sends the budget as a CSV file to whoever asks, directly. */
export async function exportBudget(
  deps: Pick<Deps, "clock" | "closeouts" | "queue" | "log">,
  { closeoutId, member }: Asking,
): Promise<ExportBudgetOutcome> {
  if ((await deps.closeouts.get(closeoutId)) === undefined) return { kind: "no_closeout" };
  const { result, lanes } = await deps.closeouts.change(closeoutId, async (change) => {
    const { closeout } = change;
    const permission = mayDo("see_budget", closeout, member);
    if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who } as const;
    const budget = (await change.budget.get()) ?? emptyBudget(closeout.budgetEstimate);
    if (budget.lines.length === 0) return { kind: "nothing", closeout } as const;
    const document = documentOf(new TextEncoder().encode(writeBudgetCsv(budget)), {
      name: `budget-${closeout.migration.id.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 80)}.csv`,
      mediaType: "text/csv",
      savedAt: deps.clock.now(),
    });
    await change.saveDocument(document);
    const caption = `Budget as of its change ${budget.version}, in ${budget.currency ?? "no currency"}`;
    await change.post([
      {
        id: randomUUID(),
        conversation: { kind: "direct", user: member.user },
        subject: { kind: "file", sha256: document.sha256, caption },
      },
    ]);
    return { kind: "exported", closeout } as const;
  });
  await hurryDeliveries(deps, lanes);
  return result;
}
