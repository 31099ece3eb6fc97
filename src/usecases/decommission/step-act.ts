import type { Operation } from "../../domain/cleanup/operation.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { PlannedStep } from "../../domain/decommission/decommission-plan.ts";
import { type StepBlocker, stepAllowed } from "../../domain/decommission/decommission-steps.ts";
import { hurryOperations } from "../cleanup/operation-ledger.ts";
import {
  type Acting,
  actOnDecommission,
  type DecommissionDeps,
  type DecommissionRefusal,
  type DecommissionTarget,
  type Unread,
} from "./decommission-act.ts";
import { runOf } from "./step-run.ts";

/** What every act on one step has in common: taking it, confirming it, trying it again. */

export type StepTarget = DecommissionTarget & { readonly step: string };

export type AboutStep = { readonly closeout: Closeout; readonly step: PlannedStep };

/** What stands in the way of a step, for whoever wants it. */
export type StepObstacle =
  | ({ readonly kind: "blocked"; readonly reasons: readonly StepBlocker[] } & AboutStep)
  /** The company's automation is at it. */
  | ({ readonly kind: "running"; readonly operation: Operation } & AboutStep)
  | { readonly kind: "no_such_step"; readonly closeout: Closeout; readonly typed: string };

type StepManner = {
  /** Whether it has to be known at this moment that no rollback is under way. */
  readonly reads: boolean;
  /** For the ledger beside the step, when it is refused. */
  readonly what?: Readonly<Record<string, string>>;
};

/** Does one act on a step. Runs of the automation that the work adds to `started` are hurried once it is committed. */
export async function actOnStep<Outcome extends { readonly kind: string }>(
  deps: DecommissionDeps,
  target: StepTarget,
  { reads, what }: StepManner,
  work: (acting: Acting, started: string[]) => Promise<Outcome>,
): Promise<Outcome | DecommissionRefusal | Unread> {
  let started: string[] = [];
  const manner = { act: "decommission", reads, what: { step: target.step, ...what } } as const;
  const outcome = await actOnDecommission<Outcome>(deps, target, manner, async (acting) => {
    // A change that is tried again begins anew.
    started = [];
    return await work(acting, started);
  });
  if (outcome.kind === "started") await hurryOperations(deps, started);
  return outcome;
}

/** The step, if nothing stands in its way at this moment; what does is written into the ledger. */
export async function findStep(
  { change, facts, by, now }: Acting,
  typed: string,
): Promise<{ readonly kind: "free"; readonly step: PlannedStep } | StepObstacle> {
  const { closeout } = change;
  const step = facts.plan.steps.find(({ id }) => id === typed);
  if (step === undefined) return { kind: "no_such_step", closeout, typed };
  const operation = await runOf(change, step.id);
  if (operation !== undefined) return { kind: "running", closeout, step, operation };
  const allowed = stepAllowed(facts, step.id, now);
  if (allowed.kind === "open") return { kind: "free", step };
  const why = allowed.reasons.map(({ kind }) => kind);
  await change.record({ actor: by, kind: "decommission.refused", data: { step: step.id, why } });
  return { kind: "blocked", closeout, step, reasons: allowed.reasons };
}
