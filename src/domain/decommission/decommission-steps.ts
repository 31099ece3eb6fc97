import type { Temporal } from "temporal-polyfill";
import type { Blocker } from "../cleanup/cleanup-facts.ts";
import { type DecommissionFacts, type EventOf, hasCome, keptBy } from "./decommission.ts";
import type { PlannedStep } from "./decommission-plan.ts";
import { type PrerequisiteStanding, prerequisiteStandings } from "./decommission-prerequisites.ts";
import {
  isTime,
  opensAt,
  pointOfNoReturn,
  type RunningWait,
  runningWait,
  stepRecords,
} from "./decommission-times.ts";

/** Why a step must not be taken at this moment. */
export type StepBlocker =
  | { readonly kind: "no_such_step" }
  | { readonly kind: "settled" }
  /** The source is kept: the item that stands for all steps was skipped. */
  | { readonly kind: "kept"; readonly whole: string }
  /** Nobody does a wait: it passes. */
  | { readonly kind: "is_wait" }
  | { readonly kind: "stopped"; readonly stop: Blocker | "unread" }
  | { readonly kind: "too_early"; readonly until: Temporal.Instant }
  | { readonly kind: "prerequisite"; readonly standing: PrerequisiteStanding }
  | { readonly kind: "step_before"; readonly step: PlannedStep }
  | { readonly kind: "waiting"; readonly step: PlannedStep; readonly until: Temporal.Instant };

export type StepPermission =
  | { readonly kind: "open" }
  | { readonly kind: "blocked"; readonly reasons: readonly StepBlocker[] };

/**
 * Whether a step may be taken at this very moment: its time has come and the evidence is there, everything before it is settled,
 * every wait has passed, and no rollback is under way. To be asked again whenever something is about to be done.
 */
export function stepAllowed(facts: DecommissionFacts, stepId: string, now: Temporal.Instant): StepPermission {
  const step = facts.plan.steps.find(({ id }) => id === stepId);
  if (step === undefined) return blocked({ kind: "no_such_step" });
  return judge(facts, step, prerequisiteStandings(facts, now), now);
}

function judge(
  facts: DecommissionFacts,
  step: PlannedStep,
  prerequisites: readonly PrerequisiteStanding[],
  now: Temporal.Instant,
): StepPermission {
  const whole = keptBy(facts);
  if (whole !== undefined) return blocked({ kind: "kept", whole });
  if (step.wait !== undefined) return blocked({ kind: "is_wait" });
  if (isSettled(facts, step, now)) return blocked({ kind: "settled" });
  const reasons: StepBlocker[] = [];
  if (facts.stop !== undefined) reasons.push({ kind: "stopped", stop: facts.stop });
  if (!isTime(facts, now)) reasons.push({ kind: "too_early", until: opensAt(facts) });
  for (const standing of prerequisites) {
    if (!standing.settled) reasons.push({ kind: "prerequisite", standing });
  }
  reasons.push(...openBefore(facts, step, now));
  return reasons.length === 0 ? { kind: "open" } : blocked(...reasons);
}

function blocked(...reasons: readonly StepBlocker[]): StepPermission {
  return { kind: "blocked", reasons };
}

/** The first step before this one that is not settled. */
function openBefore(
  facts: DecommissionFacts,
  step: PlannedStep,
  now: Temporal.Instant,
): readonly StepBlocker[] {
  const before = facts.plan.steps.slice(0, facts.plan.steps.indexOf(step));
  const open = before.find((one) => !isSettled(facts, one, now));
  if (open === undefined) return [];
  const wait = runningWait(facts, open.id);
  return wait === undefined
    ? [{ kind: "step_before", step: open }]
    : [{ kind: "waiting", step: open, until: wait.until }];
}

/** Whether a step is done, was skipped where that is possible, or is a wait that has passed. */
export function isSettled(facts: DecommissionFacts, step: PlannedStep, now: Temporal.Instant): boolean {
  if (step.wait !== undefined) return hasPassed(facts, step, now);
  if (stepRecords(facts.events).get(step.id)?.done !== undefined) return true;
  return step.optional && facts.skipped.has(step.id);
}

function hasPassed(facts: DecommissionFacts, step: PlannedStep, now: Temporal.Instant): boolean {
  const { steps } = facts.plan;
  const before = steps.slice(0, steps.indexOf(step));
  if (!before.every((one) => isSettled(facts, one, now))) return false;
  const gone = pointOfNoReturn(facts);
  if (gone !== undefined && steps.findIndex(({ id }) => id === gone.step) > steps.indexOf(step)) return true;
  const wait = runningWait(facts, step.id);
  return wait !== undefined && hasCome(wait.until, now);
}

/** Why a step cannot be taken back. */
export type UndoBlocker =
  | { readonly kind: "not_done" }
  | { readonly kind: "never_undone" }
  /** Something irreversible was done since. */
  | { readonly kind: "too_late"; readonly step: string }
  /** Something that came after it has to be taken back first. */
  | { readonly kind: "undo_first"; readonly step: string };

/** Whether a step can be taken back, and which ones after it have to be done again then. */
export function undoAllowed(
  facts: DecommissionFacts,
  stepId: string,
):
  | { readonly kind: "open"; readonly with: readonly string[] }
  | { readonly kind: "blocked"; readonly reason: UndoBlocker } {
  const { steps } = facts.plan;
  const at = steps.findIndex(({ id }) => id === stepId);
  const step = steps[at];
  const records = stepRecords(facts.events);
  const no = (reason: UndoBlocker) => ({ kind: "blocked", reason }) as const;
  if (step === undefined || records.get(stepId)?.done === undefined) return no({ kind: "not_done" });
  const gone = pointOfNoReturn(facts);
  if (gone !== undefined) return no({ kind: "too_late", step: gone.step });
  if (!step.undoable) return no({ kind: "never_undone" });
  const after = steps.slice(at + 1).filter(({ id }) => records.get(id)?.done !== undefined);
  const first = after.findLast(({ undoable }) => undoable);
  if (first !== undefined) return no({ kind: "undo_first", step: first.id });
  return { kind: "open", with: after.map(({ id }) => id) };
}

/** One step as it stands. */
export type StepStanding = {
  readonly step: PlannedStep;
  readonly settled: boolean;
  readonly asked: EventOf<"step_asked"> | undefined;
  readonly done: EventOf<"step_done"> | undefined;
  readonly skipped: boolean;
  /** Of a wait that has begun. */
  readonly wait: RunningWait | undefined;
  readonly undo: ReturnType<typeof undoAllowed>;
  readonly allowed: StepPermission;
};

/** Every step as it stands at this moment. */
export function stepStandings(facts: DecommissionFacts, now: Temporal.Instant): readonly StepStanding[] {
  const records = stepRecords(facts.events);
  const prerequisites = prerequisiteStandings(facts, now);
  return facts.plan.steps.map((step, at) => {
    const record = records.get(step.id);
    const begun = facts.plan.steps.slice(0, at).every((one) => isSettled(facts, one, now));
    return {
      step,
      settled: isSettled(facts, step, now),
      asked: record?.asked,
      done: record?.done,
      skipped: record?.done === undefined && step.optional && facts.skipped.has(step.id),
      wait: begun ? runningWait(facts, step.id) : undefined,
      undo: undoAllowed(facts, step.id),
      allowed: judge(facts, step, prerequisites, now),
    };
  });
}
