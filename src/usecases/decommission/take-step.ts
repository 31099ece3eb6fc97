import type { Closeout } from "../../domain/closeout.ts";
import type { EventOf, Execution } from "../../domain/decommission/decommission.ts";
import type { PlannedStep } from "../../domain/decommission/decommission-plan.ts";
import { stepRecords } from "../../domain/decommission/decommission-times.ts";
import { normalizeWords, storableText } from "../../domain/typed-text.ts";
import type { DecommissionDeps, DecommissionRefusal, Unread } from "./decommission-act.ts";
import { keepHappening } from "./settle-decommission.ts";
import { type AboutStep, actOnStep, findStep, type StepObstacle, type StepTarget } from "./step-act.ts";
import { beginStepRun } from "./step-automation.ts";

export type TakeStepInput = StepTarget & {
  /** Words or a link: what was or is to be done. */
  readonly evidence: string;
  /** The migration's name as typed, for an irreversible step. */
  readonly typedName: string | undefined;
  readonly execution: Execution;
};

export type TakeStepOutcome =
  | ({ readonly kind: "done" | "started" } & AboutStep)
  /** Somebody else has to confirm it now. */
  | ({ readonly kind: "asked" } & AboutStep)
  /** It waits for somebody else to confirm it already. */
  | ({ readonly kind: "already_asked"; readonly asked: EventOf<"step_asked"> } & AboutStep)
  | {
      readonly kind: "invalid";
      readonly closeout: Closeout;
      readonly field: "evidence" | "name";
      readonly message: string;
    }
  | StepObstacle
  | DecommissionRefusal
  | Unread;

const longestEvidence = 2_000;

/**
 * Takes a step: it is done, or the automation is asked to do it. One that is irreversible takes the typed name and then somebody else,
 * who confirms it. Whether it may be taken is decided on what is so at this moment, within the change.
 */
export async function takeStep(deps: DecommissionDeps, input: TakeStepInput): Promise<TakeStepOutcome> {
  return await actOnStep<TakeStepOutcome>(deps, input, { reads: true }, async (acting, started) => {
    const { change, by, now } = acting;
    const { closeout } = change;
    const found = await findStep(acting, input.step);
    if (found.kind !== "free") return found;
    const { step } = found;
    const record = stepRecords(acting.facts.events).get(step.id);
    if (record?.asked !== undefined) return { kind: "already_asked", closeout, step, asked: record.asked };
    const problem = problemOf(input, step, closeout, deps);
    if (problem !== undefined) return { kind: "invalid", closeout, ...problem };
    const evidence = storableText(input.evidence).trim();
    const { execution } = input;
    if (step.irreversible) {
      const happening = { kind: "step_asked", step: step.id, evidence, execution } as const;
      await keepHappening(change, { by, at: now, happening, news: true });
      return { kind: "asked", closeout, step };
    }
    if (execution === "automation") {
      started.push(await beginStepRun(acting, step.id, by, undefined));
      return { kind: "started", closeout, step };
    }
    const happening = { kind: "step_done", step: step.id, evidence, execution } as const;
    await keepHappening(change, { by, at: now, happening, news: true });
    return { kind: "done", closeout, step };
  });
}

function problemOf(
  { evidence, typedName, execution }: TakeStepInput,
  step: PlannedStep,
  closeout: Closeout,
  { automation }: Pick<DecommissionDeps, "automation">,
): { readonly field: "evidence" | "name"; readonly message: string } | undefined {
  const { length } = storableText(evidence).trim();
  if (execution === "hand" && length < 3) {
    return { field: "evidence", message: "Write what was done and where, or paste a link to it." };
  }
  if (length > longestEvidence)
    return { field: "evidence", message: `Shorten it to ${longestEvidence} characters.` };
  if (execution === "automation" && !automation.has(step.id)) {
    return { field: "evidence", message: `No automation is set up for ${step.id}. Do it by hand.` };
  }
  if (!step.irreversible || isNameOf(closeout, typedName ?? "")) return undefined;
  return { field: "name", message: `That is not the name. Type ${closeout.migration.source} exactly.` };
}

function isNameOf({ name, migration }: Closeout, typed: string): boolean {
  return [migration.source, name, migration.name].map(normalizeWords).includes(normalizeWords(typed));
}
