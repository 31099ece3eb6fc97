import { latestOf } from "../../domain/cleanup/cleanup.ts";
import { isLive } from "../../domain/cleanup/operation.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { PlannedStep } from "../../domain/decommission/decommission-plan.ts";
import { type UndoBlocker, undoAllowed } from "../../domain/decommission/decommission-steps.ts";
import { readReason } from "../../domain/reason.ts";
import {
  actOnDecommission,
  type DecommissionDeps,
  type DecommissionRefusal,
  type DecommissionTarget,
  type Unread,
} from "./decommission-act.ts";
import { keepHappening } from "./settle-decommission.ts";
import type { StepObstacle } from "./step-act.ts";

export type UndoStepOutcome =
  /** `with`: what has to be done again besides. */
  | {
      readonly kind: "undone";
      readonly closeout: Closeout;
      readonly step: PlannedStep;
      readonly with: readonly string[];
    }
  | {
      readonly kind: "cannot";
      readonly closeout: Closeout;
      readonly step: PlannedStep;
      readonly reason: UndoBlocker;
    }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | Exclude<StepObstacle, { readonly kind: "blocked" }>
  | DecommissionRefusal
  | Unread;

/** Takes a step back while that is possible. What came after it has to be done again, and waits that had begun are over. */
export async function undoStep(
  deps: DecommissionDeps,
  { step: typed, reason, ...target }: DecommissionTarget & { readonly step: string; readonly reason: string },
): Promise<UndoStepOutcome> {
  const manner = { act: "decommission", reads: false, what: { undo: typed } } as const;
  return await actOnDecommission<UndoStepOutcome>(
    deps,
    target,
    manner,
    async ({ change, facts, by, now }) => {
      const { closeout } = change;
      const step = facts.plan.steps.find(({ id }) => id === typed);
      if (step === undefined) return { kind: "no_such_step", closeout, typed };
      const operations = await change.operations.latest();
      const run = facts.plan.steps.flatMap(({ id }) => latestOf(operations, "task", id) ?? []).find(isLive);
      if (run !== undefined) return { kind: "running", closeout, step, operation: run };
      const allowed = undoAllowed(facts, step.id);
      if (allowed.kind === "blocked") {
        await change.record({
          actor: by,
          kind: "decommission.refused",
          data: { undo: step.id, why: allowed.reason.kind },
        });
        return { kind: "cannot", closeout, step, reason: allowed.reason };
      }
      const read = readReason(reason);
      if (!read.ok) return { kind: "invalid", closeout, message: read.message };
      const again = [...allowed.with];
      const happening = { kind: "step_undone" as const, step: step.id, with: again, reason: read.reason };
      await keepHappening(change, { by, at: now, happening, news: true });
      return { kind: "undone", closeout, step, with: allowed.with };
    },
  );
}
