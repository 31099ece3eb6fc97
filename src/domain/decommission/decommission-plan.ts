import { idsCompletedBy } from "../checklist/completed-by.ts";
import { type EvidenceKind, findList, type Template, type TemplateItem } from "../template/template.ts";

/** Something that has to be so before the source is decommissioned. */
export type PlannedPrerequisite = {
  readonly id: string;
  readonly title: string;
  /** `undefined`: it counts when somebody has marked it as done. */
  readonly evidence: EvidenceKind | undefined;
};

/** One step, in its place. */
export type PlannedStep = {
  readonly id: string;
  readonly title: string;
  /** How long must pass after the step before it: an ISO 8601 duration. Nobody does such a step; it passes. */
  readonly wait: string | undefined;
  readonly irreversible: boolean;
  readonly undoable: boolean;
  readonly optional: boolean;
};

/** How a closeout's source is decommissioned, as its procedure says. Durations are ISO 8601, counted from the cutover. */
export type DecommissionPlan = {
  readonly stages: readonly { readonly id: string; readonly title: string; readonly from: string }[];
  readonly prerequisites: readonly PlannedPrerequisite[];
  readonly steps: readonly PlannedStep[];
  /** Ids of the items that all steps together complete. Who skips one keeps the source. */
  readonly wholes: readonly string[];
  /** The source stays available for rollback until then: the beginning of the second stage. */
  readonly rollbackUntil: string;
  /** The beginning of the last stage. */
  readonly notBefore: string;
  /** Counted from a report that somebody still uses the source. */
  readonly confidence: string;
  /** Counted from when the evidence was noted. */
  readonly evidenceValid: string;
};

/**
 * The plan of a procedure; `undefined` where it names no evidence, so that its prerequisites and steps are ticked off like any
 * other item. Templates kept before they could say it are read by the ids of the procedure that came along.
 */
export function decommissionPlan(template: Template): DecommissionPlan | undefined {
  const { decommission } = template;
  const wanted = findList(template, decommission.prerequisites)?.items ?? [];
  const steps = findList(template, decommission.steps)?.items ?? [];
  const says = wanted.some(({ evidence }) => evidence !== undefined);
  if (!says && !(wanted.some(({ id }) => id === "P1") && steps.some(({ id }) => id === "D1")))
    return undefined;
  const stages = decommission.timeline.map(({ id, title, from = "PT0S" }) => ({ id, title, from }));
  const notBefore = stages.at(-1)?.from ?? "PT0S";
  return {
    stages,
    prerequisites: wanted.map(({ id, title, evidence }) => ({
      id,
      title,
      evidence: says ? evidence : evidenceById[id],
    })),
    steps: steps.map((item) => planned(says ? item : { ...item, ...traitsById[item.id] })),
    wholes: idsCompletedBy(template, "decommission"),
    rollbackUntil: stages[1]?.from ?? notBefore,
    notBefore,
    confidence: decommission.confidence ?? notBefore,
    evidenceValid: decommission.evidence_valid,
  };
}

function planned({ id, title, wait, irreversible, undoable, optional }: TemplateItem): PlannedStep {
  return {
    id,
    title,
    wait,
    irreversible: irreversible ?? false,
    undoable: undoable ?? false,
    optional: optional ?? false,
  };
}

const evidenceById: Readonly<Record<string, EvidenceKind>> = {
  P1: "connections",
  P2: "rollback_window",
  P3: "backup",
  P4: "approval",
};

const traitsById: Readonly<Record<string, Pick<TemplateItem, "irreversible" | "undoable" | "optional">>> = {
  D1: { undoable: true },
  D3: { undoable: true },
  D5: { irreversible: true },
  D7: { irreversible: true, optional: true },
};

/** Whether an item is settled by the decommissioning rather than by a tick. */
export function isGoverned(plan: DecommissionPlan | undefined, itemId: string): boolean {
  return (
    plan !== undefined &&
    (plan.steps.some(({ id }) => id === itemId) ||
      plan.prerequisites.some(({ id, evidence }) => id === itemId && evidence !== undefined))
  );
}
