import type { Closeout } from "../../domain/closeout.ts";
import type { EventOf } from "../../domain/decommission/decommission.ts";
import type { PlannedStep } from "../../domain/decommission/decommission-plan.ts";
import { stepRecords } from "../../domain/decommission/decommission-times.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Acting, DecommissionDeps, DecommissionRefusal, Unread } from "./decommission-act.ts";
import { keepHappening } from "./settle-decommission.ts";
import { type AboutStep, actOnStep, findStep, type StepObstacle, type StepTarget } from "./step-act.ts";
import { beginStepRun } from "./step-automation.ts";
import { runOf } from "./step-run.ts";

export type ConfirmStepInput = StepTarget & {
  /** Which request of somebody to do it: what was asked for anew has to be looked at anew. */
  readonly asked: string;
  readonly decision: "confirm" | "withdraw";
};

/** What comes of a second person's word. */
export type Confirmation =
  | ({ readonly kind: "done" | "started" } & AboutStep)
  /** It was asked for by the same person. */
  | ({ readonly kind: "needs_two" } & AboutStep)
  /** Whoever would do it may not any more. */
  | ({ readonly kind: "asker_lost_right" } & AboutStep)
  | StepObstacle;

export type ConfirmStepOutcome =
  | Confirmation
  | ({ readonly kind: "withdrawn" } & AboutStep)
  /** It was decided or withdrawn before, or a report that the source is used ended it. */
  | { readonly kind: "not_asked"; readonly closeout: Closeout }
  | DecommissionRefusal
  | Unread;

/**
 * The second of two people confirms an irreversible step, which is the moment at which it is done or the automation is asked to do it;
 * or somebody takes back that it was asked for. Everything is judged again at this moment.
 */
export async function confirmStep(
  deps: DecommissionDeps,
  input: ConfirmStepInput,
): Promise<ConfirmStepOutcome> {
  const manner = { reads: input.decision === "confirm", what: { decision: input.decision } };
  return await actOnStep<ConfirmStepOutcome>(deps, input, manner, async (acting, started) => {
    const { change, facts, by, now } = acting;
    const { closeout } = change;
    const asked = stepRecords(facts.events).get(input.step)?.asked;
    const step = facts.plan.steps.find(({ id }) => id === input.step);
    if (asked === undefined || step === undefined || asked.id !== input.asked) {
      return { kind: "not_asked", closeout };
    }
    if (input.decision === "withdraw") {
      const operation = await runOf(change, step.id);
      if (operation !== undefined) return { kind: "running", closeout, step, operation };
      await keepHappening(change, {
        by,
        at: now,
        happening: { kind: "step_withdrawn", step: step.id },
        news: false,
      });
      return { kind: "withdrawn", closeout, step };
    }
    return await confirmAsked(acting, step, asked, started);
  });
}

/**
 * Whoever acts confirms what somebody else has asked for. Two people, their rights and every gate are judged at this moment. The run of
 * an automation that begins is added to `started`.
 */
export async function confirmAsked(
  acting: Acting,
  step: PlannedStep,
  asked: EventOf<"step_asked">,
  started: string[],
): Promise<Confirmation> {
  const { change, by, now } = acting;
  const { closeout } = change;
  const refuse = (why: string) =>
    change.record({ actor: by, kind: "decommission.refused", data: { step: step.id, why } });
  if (!("user" in asked.by) || asked.by.user === by.user) {
    await refuse("asked for and confirmed by the same person");
    return { kind: "needs_two", closeout, step };
  }
  if (!mayDo("decommission", closeout, asked.by).allowed) {
    await refuse("whoever asked for it may not any more");
    return { kind: "asker_lost_right", closeout, step };
  }
  const found = await findStep(acting, step.id);
  if (found.kind !== "free") return found;
  const { execution, evidence } = asked;
  if (execution === "automation") {
    started.push(await beginStepRun(acting, step.id, asked.by, by));
    return { kind: "started", closeout, step };
  }
  await keepHappening(change, {
    by: asked.by,
    actor: by,
    at: now,
    happening: { kind: "step_done", step: step.id, evidence, confirmedBy: by.user, execution },
    news: true,
    data: { doneBy: asked.by.user },
  });
  return { kind: "done", closeout, step };
}
