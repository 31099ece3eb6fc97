import type { Temporal } from "temporal-polyfill";
import { type Completion, idsCompletedBy } from "../../domain/checklist/completed-by.ts";
import type { Item } from "../../domain/checklist/item.ts";
import { completeItem } from "../../domain/checklist/item-rules.ts";
import { system } from "../../domain/identity.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";

/**
 * Completes, within a change, the items that this evidence completes by the closeout's template: those that are open, and those that
 * somebody has marked as done by hand, for which the evidence has come after all. `because` is read by people in the ledger. Their
 * reminders end, and whatever shows them is brought up to date.
 */
export async function completeByEvidence(
  change: CloseoutChange,
  template: Template,
  evidence: Completion,
  because: string,
  now: Temporal.Instant,
): Promise<void> {
  for (const id of idsCompletedBy(template, evidence)) {
    const item = await change.item(id);
    const open = item !== undefined && isByHand(item) ? { ...item, state: { kind: "open" } as const } : item;
    const outcome = open?.state.kind === "open" ? completeItem(open, system, now) : undefined;
    if (outcome?.kind !== "changed") continue;
    await change.saveItem(outcome.item);
    await change.replan(id, []);
    await change.record({
      actor: system,
      kind: "item.completed",
      data: { item: id, title: outcome.item.title, because },
    });
    await change.refresh([id]);
  }
}

function isByHand({ state }: Item): boolean {
  return state.kind === "done" && "user" in state.by;
}
