import { idsCompletedBy } from "../../domain/checklist/completed-by.ts";
import type { Item } from "../../domain/checklist/item.ts";
import { decommissionPlan, isGoverned } from "../../domain/decommission/decommission-plan.ts";
import type { Template } from "../../domain/template/template.ts";
import type { ItemAct } from "./change-item.ts";

/**
 * Why an item is not settled or reopened like any other, in a sentence; `undefined` where it is: closing itself completes the item that
 * stands for it, and the decommissioning its own, of which an optional step may be skipped and reopened.
 */
export function governedProblem(template: Template, { id, state }: Item, act: ItemAct): string | undefined {
  if (act.kind !== "complete" && act.kind !== "reopen" && act.kind !== "skip") return undefined;
  if (act.kind === "complete" && idsCompletedBy(template, "closing").includes(id))
    return "Closing the closeout completes it, once nothing else is missing. Type “close” after Closeout's command: it shows what is.";
  const plan = decommissionPlan(template);
  const isPrerequisite = plan?.prerequisites.some((one) => one.id === id) === true;
  const step = plan?.steps.find((one) => one.id === id);
  if (
    step?.optional === true &&
    (act.kind === "skip" || (act.kind === "reopen" && state.kind === "skipped"))
  ) {
    return undefined;
  }
  if (isPrerequisite && act.kind === "skip")
    return "A prerequisite of the decommissioning cannot be skipped.";
  if (!isGoverned(plan, id)) return undefined;
  return step === undefined
    ? "Its evidence settles it, not a tick. Type “decommission” after Closeout's command: there is a form for it."
    : `It is a step of the decommissioning, with conditions of its own. Type “decommission step ${id}” after Closeout's command.`;
}

/** Whether what is said of an item matters to the decommissioning. */
export function isPartOfDecommission(template: Template, { id }: Item): boolean {
  const plan = decommissionPlan(template);
  return plan !== undefined && [...plan.prerequisites, ...plan.steps].some((one) => one.id === id);
}
