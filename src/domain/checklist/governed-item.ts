import { decommissionPlan, isGoverned, type PlannedStep } from "../decommission/decommission-plan.ts";
import type { EvidenceKind, Template } from "../template/template.ts";
import { idsCompletedBy } from "./completed-by.ts";
import type { Item } from "./item.ts";

/** What people may want to do to an item that settles it or takes that back. */
export type SettlingAct = "complete" | "reopen" | "skip";

/** Why an item is not settled like any other, and what to type behind Closeout's command instead: `decommission step D1`. */
export type Governed = {
  readonly message: string;
  readonly instead?: { readonly type: string; readonly does: string };
};

/**
 * Why an item is not settled or reopened like any other; `undefined` where it is: closing itself completes the item that stands for it,
 * and the decommissioning its own, of which an optional step may be skipped and reopened.
 */
export function governedProblem(
  template: Template,
  { id, state }: Item,
  act: SettlingAct,
): Governed | undefined {
  if (act === "complete" && idsCompletedBy(template, "closing").includes(id)) {
    return {
      message: "Closing the closeout completes it, once nothing else is missing.",
      instead: { type: "close", does: "shows what is" },
    };
  }
  const plan = decommissionPlan(template);
  if (act === "complete" && isWhole(template, id)) {
    return {
      message: "The last step of the decommissioning completes it.",
      instead: { type: "decommission", does: "shows what comes next" },
    };
  }
  const prerequisite = plan?.prerequisites.find((one) => one.id === id);
  const step = plan?.steps.find((one) => one.id === id);
  if (step?.optional === true && (act === "skip" || (act === "reopen" && state.kind === "skipped"))) {
    return undefined;
  }
  if (prerequisite !== undefined && act === "skip")
    return { message: "A prerequisite of the decommissioning cannot be skipped." };
  if (!isGoverned(plan, id)) return undefined;
  return step === undefined ? byEvidence(id, prerequisite?.evidence) : byStep(step, act);
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

function byStep({ id, wait }: PlannedStep, act: SettlingAct): Governed {
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

/** Whether the decommissioning as a whole completes an item, where the procedure says what settles its parts. */
export function isWhole(template: Template, id: string): boolean {
  return decommissionPlan(template) !== undefined && idsCompletedBy(template, "decommission").includes(id);
}

/** Whether what becomes of an item matters to the decommissioning. */
export function isPartOfDecommission(template: Template, { id }: Item): boolean {
  const plan = decommissionPlan(template);
  return (
    plan !== undefined &&
    (isWhole(template, id) || [...plan.prerequisites, ...plan.steps].some((one) => one.id === id))
  );
}

/** What a message that shows an item offers: only what leads somewhere. */
export type ItemOffers = {
  /**
   * How it is settled: by a tick (`done`), by a form for evidence, by a form for a step, within the decommissioning as a whole; `none`
   * where nothing that is pressed here settles it.
   */
  readonly settle: "done" | "evidence" | "step" | "irreversible_step" | "decommission" | "none";
  readonly skip: boolean;
  /** Reopening it once it is settled. */
  readonly undo: boolean;
};

/** Of an item like any other. */
export const everyOffer: ItemOffers = { settle: "done", skip: true, undo: true };

/** What can be offered for an item by its procedure; who may take the offer is the permissions' question. */
export function offersOf(template: Template, item: Item): ItemOffers {
  const may = (act: SettlingAct) => governedProblem(template, item, act) === undefined;
  return {
    settle: may("complete") ? "done" : settledElsewhere(template, item),
    skip: may("skip"),
    undo: may("reopen"),
  };
}

function settledElsewhere(template: Template, { id }: Item): ItemOffers["settle"] {
  const plan = decommissionPlan(template);
  const evidence = plan?.prerequisites.find((one) => one.id === id)?.evidence;
  if (evidence === "connections" || evidence === "backup") return "evidence";
  const step = plan?.steps.find((one) => one.id === id);
  if (step !== undefined && step.wait === undefined) return step.irreversible ? "irreversible_step" : "step";
  return evidence !== undefined || step !== undefined || isWhole(template, id) ? "decommission" : "none";
}
