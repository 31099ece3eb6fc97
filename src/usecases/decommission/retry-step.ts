import { latestOf } from "../../domain/cleanup/cleanup.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { EventOf } from "../../domain/decommission/decommission.ts";
import type { PlannedStep } from "../../domain/decommission/decommission-plan.ts";
import { stepRecords } from "../../domain/decommission/decommission-times.ts";
import { hurryOperations } from "../cleanup/operation-ledger.ts";
import { type Confirmation, confirmAsked } from "./confirm-step.ts";
import {
  actOnDecommission,
  type DecommissionDeps,
  type DecommissionRefusal,
  type DecommissionTarget,
  type Unread,
} from "./decommission-act.ts";
import { beginStepRun } from "./step-automation.ts";
import { findStep } from "./take-step.ts";

export type RetryStepInput = DecommissionTarget & { readonly step: string };

type About = { readonly closeout: Closeout; readonly step: PlannedStep };

export type RetryStepOutcome =
  | Confirmation
  /** The automation's last run of it did not fail, or there was none: it is taken in the view. */
  | ({ readonly kind: "not_failed" } & About)
  /** No automation is set up for it any more. */
  | ({ readonly kind: "no_automation" } & About)
  /** It cannot be undone, and nobody asks for it any more: it takes the typed name and two people from the beginning. */
  | ({ readonly kind: "ask_again" } & About)
  /** Somebody has asked to do it by hand meanwhile. */
  | ({ readonly kind: "asked_by_hand"; readonly asked: EventOf<"step_asked"> } & About)
  | DecommissionRefusal
  | Unread;

/**
 * Lets the company's automation try a step again at which it failed, under the same idempotency key. Every gate is judged at this moment,
 * and once more right before the call. For a step that cannot be undone, this is the second person's word on what somebody else has asked for.
 */
export async function retryStep(deps: DecommissionDeps, input: RetryStepInput): Promise<RetryStepOutcome> {
  const started: string[] = [];
  const manner = { act: "decommission", reads: true, what: { step: input.step } } as const;
  const outcome = await actOnDecommission<RetryStepOutcome>(deps, input, manner, async (acting) => {
    started.length = 0;
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
  if (outcome.kind === "started") await hurryOperations(deps, started);
  return outcome;
}
