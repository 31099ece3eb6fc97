import { latestOf } from "../../domain/cleanup/cleanup.ts";
import type { EventOf } from "../../domain/decommission/decommission.ts";
import { stepRecords } from "../../domain/decommission/decommission-times.ts";
import { type Confirmation, confirmAsked } from "./confirm-step.ts";
import type { DecommissionDeps, DecommissionRefusal, Unread } from "./decommission-act.ts";
import { type AboutStep, actOnStep, findStep, type StepTarget } from "./step-act.ts";
import { beginStepRun } from "./step-automation.ts";

export type RetryStepInput = StepTarget;

export type RetryStepOutcome =
  | Confirmation
  /** The automation's last run of it did not fail, or there was none: it is taken in the view. */
  | ({ readonly kind: "not_failed" } & AboutStep)
  /** No automation is set up for it any more. */
  | ({ readonly kind: "no_automation" } & AboutStep)
  /** It cannot be undone, and nobody asks for it any more: it takes the typed name and two people from the beginning. */
  | ({ readonly kind: "ask_again" } & AboutStep)
  /** Somebody has asked to do it by hand meanwhile. */
  | ({ readonly kind: "asked_by_hand"; readonly asked: EventOf<"step_asked"> } & AboutStep)
  | DecommissionRefusal
  | Unread;

/**
 * Lets the company's automation try a step again at which it failed, under the same idempotency key. Every gate is judged at this moment,
 * and once more right before the call. For a step that cannot be undone, this is the second person's word on what somebody else has asked for.
 */
export async function retryStep(deps: DecommissionDeps, input: RetryStepInput): Promise<RetryStepOutcome> {
  return await actOnStep<RetryStepOutcome>(deps, input, { reads: true }, async (acting, started) => {
    const { change, facts, by } = acting;
    const { closeout } = change;
    const found = await findStep(acting, input.step);
    if (found.kind !== "free") return found;
    const { step } = found;
    const run = latestOf(await change.operations.latest(), "task", step.id);
    if (run?.state !== "failed") return { kind: "not_failed", closeout, step };
    if (!deps.automation.has(step.id)) return { kind: "no_automation", closeout, step };
    if (!step.irreversible) {
      started.push(await beginStepRun(acting, step.id, by, undefined));
      return { kind: "started", closeout, step };
    }
    const asked = stepRecords(facts.events).get(step.id)?.asked;
    if (asked === undefined) return { kind: "ask_again", closeout, step };
    if (asked.execution === "hand") return { kind: "asked_by_hand", closeout, step, asked };
    return await confirmAsked(acting, step, asked, started);
  });
}
