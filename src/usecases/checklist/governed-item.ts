import { idsCompletedBy } from "../../domain/checklist/completed-by.ts";
import type { Item } from "../../domain/checklist/item.ts";
import {
  decommissionPlan,
  isGoverned,
  type PlannedStep,
} from "../../domain/decommission/decommission-plan.ts";
import type { EvidenceKind, Template } from "../../domain/template/template.ts";
import type { ItemAct } from "./change-item.ts";

/** Why an item is not settled like any other, and what to type behind Closeout's command instead: `decommission step D1`. */
export type Governed = {
  readonly message: string;
  readonly instead?: { readonly type: string; readonly does: string };
};

/**
 * Why an item is not settled or reopened like any other, in a sentence; `undefined` where it is: closing itself completes the item that
 * stands for it, and the decommissioning its own, of which an optional step may be skipped and reopened.
 */
export function governedProblem(template: Template, { id, state }: Item, act: ItemAct): Governed | undefined {
  if (act.kind !== "complete" && act.kind !== "reopen" && act.kind !== "skip") return undefined;
  if (act.kind === "complete" && idsCompletedBy(template, "closing").includes(id)) {
    return {
      message: "Closing the closeout completes it, once nothing else is missing.",
      instead: { type: "close", does: "shows what is" },
    };
  }
  const plan = decommissionPlan(template);
  const prerequisite = plan?.prerequisites.find((one) => one.id === id);
  const step = plan?.steps.find((one) => one.id === id);
  if (
    step?.optional === true &&
    (act.kind === "skip" || (act.kind === "reopen" && state.kind === "skipped"))
  ) {
    return undefined;
  }
  if (prerequisite !== undefined && act.kind === "skip")
    return { message: "A prerequisite of the decommissioning cannot be skipped." };
  if (!isGoverned(plan, id)) return undefined;
  return step === undefined ? byEvidence(id, prerequisite?.evidence) : byStep(step, act.kind);
}

function byEvidence(id: string, evidence: EvidenceKind | undefined): Governed {
  if (evidence === "rollback_window") {
    return {
      message: "Nobody ticks it off: it passes by itself when the time for rollback is over.",
      instead: { type: "decommission", does: "shows when" },
    };
  }
  if (evidence === "approval") {
    return {
      message: "The approval itself settles it, not a tick.",
      instead: { type: "decommission approval", does: "asks for it" },
    };
  }
  return {
    message: "Its evidence settles it, not a tick.",
    instead: { type: `decommission evidence ${id}`, does: "opens the form for it" },
  };
}

function byStep({ id, wait }: PlannedStep, act: "complete" | "reopen" | "skip"): Governed {
  if (wait !== undefined) {
    return {
      message: "Nobody ticks it off: it is a wait of the decommissioning, and passes by itself.",
      instead: { type: "decommission", does: "shows how far it is" },
    };
  }
  const message = "It is a step of the decommissioning, with conditions of its own.";
  return act === "reopen"
    ? { message, instead: { type: `decommission undo ${id}`, does: "takes it back where that is possible" } }
    : { message, instead: { type: `decommission step ${id}`, does: "notes that it is done" } };
}

/** Whether what is said of an item matters to the decommissioning. */
export function isPartOfDecommission(template: Template, { id }: Item): boolean {
  const plan = decommissionPlan(template);
  return plan !== undefined && [...plan.prerequisites, ...plan.steps].some((one) => one.id === id);
}
