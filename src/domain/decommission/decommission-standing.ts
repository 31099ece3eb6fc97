import type { Temporal } from "temporal-polyfill";
import { dueMoment } from "../checklist/due.ts";
import type { SignoffRequest } from "../signoff/signoff.ts";
import { type DecommissionFacts, type EventOf, hasCome, keptBy, latestOf } from "./decommission.ts";
import type { PlannedPrerequisite, PlannedStep } from "./decommission-plan.ts";
import { type PrerequisiteStanding, prerequisiteStandings } from "./decommission-prerequisites.ts";
import { type StepStanding, stepStandings } from "./decommission-steps.ts";
import {
  type EarlyOpening,
  earlyOpening,
  isTime,
  opensAt,
  pointOfNoReturn,
  rollbackUntil,
} from "./decommission-times.ts";

/** The one thing that is to be done next, or what is waited for. */
export type NextAct =
  | { readonly kind: "finished" }
  | { readonly kind: "stopped" }
  /** Nothing: the source is kept, for this item was skipped. */
  | { readonly kind: "kept"; readonly whole: string }
  | { readonly kind: "evidence"; readonly prerequisite: PlannedPrerequisite }
  | { readonly kind: "decision"; readonly request: SignoffRequest }
  | { readonly kind: "step"; readonly step: PlannedStep }
  /** Somebody else has to confirm it. */
  | { readonly kind: "confirm"; readonly step: PlannedStep; readonly asked: EventOf<"step_asked"> }
  | { readonly kind: "wait"; readonly until: Temporal.Instant; readonly step: PlannedStep | undefined };

export type Stage = {
  readonly title: string;
  readonly from: Temporal.Instant;
  /** `undefined` for the last one. */
  readonly until: Temporal.Instant | undefined;
};

/** The whole decommissioning at one moment. */
export type DecommissionStanding = {
  readonly stages: readonly Stage[];
  /** Index of the stage that the calendar is in. */
  readonly stage: number;
  readonly rollbackUntil: Temporal.Instant;
  readonly opensAt: Temporal.Instant;
  /** The time for the steps has come or was lifted. */
  readonly isTime: boolean;
  readonly early: EarlyOpening | undefined;
  /** The last report that somebody still uses the source. */
  readonly report: EventOf<"straggler"> | undefined;
  /** How long the evidence that nobody connects counts: an ISO 8601 duration. */
  readonly evidenceValid: string;
  readonly prerequisites: readonly PrerequisiteStanding[];
  readonly steps: readonly StepStanding[];
  /** Something irreversible was done. */
  readonly gone: boolean;
  readonly finished: boolean;
  readonly next: NextAct;
};

/** How the decommissioning stands. */
export function decommissionStanding(facts: DecommissionFacts, now: Temporal.Instant): DecommissionStanding {
  const { plan, cutover, timeZone } = facts;
  const begins = plan.stages.map(({ from }) => dueMoment(cutover, timeZone, from));
  const stages = plan.stages.map(({ title }, at) => ({
    title,
    from: begins[at] ?? cutover,
    until: begins[at + 1],
  }));
  const prerequisites = prerequisiteStandings(facts, now);
  const steps = stepStandings(facts, now);
  const finished = steps.every(({ settled }) => settled);
  return {
    stages,
    stage: Math.max(
      0,
      begins.findLastIndex((begin) => hasCome(begin, now)),
    ),
    rollbackUntil: rollbackUntil(facts),
    opensAt: opensAt(facts),
    isTime: isTime(facts, now),
    early: earlyOpening(facts),
    report: latestOf(facts.events, "straggler"),
    evidenceValid: plan.evidenceValid,
    prerequisites,
    steps,
    gone: pointOfNoReturn(facts) !== undefined,
    finished,
    next: finished ? { kind: "finished" } : nextAct(facts, prerequisites, steps, now),
  };
}

/** Evidence that grows old is asked for a day before it is needed. */
const aheadHours = 24;

function nextAct(
  facts: DecommissionFacts,
  prerequisites: readonly PrerequisiteStanding[],
  steps: readonly StepStanding[],
  now: Temporal.Instant,
): NextAct {
  const whole = keptBy(facts);
  if (whole !== undefined) return { kind: "kept", whole };
  if (facts.stop !== undefined && facts.stop !== "unread") return { kind: "stopped" };
  const current = steps.find(({ settled }) => !settled);
  const opens = isTime(facts, now) ? now : opensAt(facts);
  const needed = current?.wait?.until ?? opens;
  const soon = hasCome(needed.subtract({ hours: aheadHours }), now);
  const open = prerequisites.filter(({ settled, prerequisite: { evidence } }) => {
    if (settled || evidence === "rollback_window") return false;
    return evidence !== "connections" || soon;
  });
  const wanted = open.find(({ evidence }) => evidence.kind !== "approval" || evidence.state !== "open");
  if (wanted !== undefined) return { kind: "evidence", prerequisite: wanted.prerequisite };
  for (const { evidence } of open) {
    if (evidence.kind === "approval") return { kind: "decision", request: evidence.request };
  }
  if (current?.wait !== undefined) return { kind: "wait", until: current.wait.until, step: current.step };
  if (current === undefined || !hasCome(opens, now)) return { kind: "wait", until: opens, step: undefined };
  const window = prerequisites.find(({ settled, evidence }) => !settled && evidence.kind === "window");
  if (window?.evidence.kind === "window")
    return { kind: "wait", until: window.evidence.until, step: undefined };
  return current.asked === undefined
    ? { kind: "step", step: current.step }
    : { kind: "confirm", step: current.step, asked: current.asked };
}

/**
 * When something changes by itself next: the window for rollback or the confidence period ends, evidence becomes too old, a wait is
 * over or shown anew (once a day). `undefined` when nothing does.
 */
export function nextMoment(facts: DecommissionFacts, now: Temporal.Instant): Temporal.Instant | undefined {
  const standing = decommissionStanding(facts, now);
  if (standing.finished || standing.next.kind === "kept") return undefined;
  const evidence = standing.prerequisites.flatMap((one) =>
    one.evidence.kind === "connections" && one.evidence.state === "fresh" && !standing.gone
      ? [one.evidence.until]
      : [],
  );
  const waits = standing.steps.flatMap(({ wait, settled }) =>
    wait === undefined || settled
      ? []
      : [wait.until, wait.until.subtract({ hours: 24 }), nextDay(wait.from, now)],
  );
  return [
    ...standing.stages.map(({ from }) => from),
    standing.rollbackUntil,
    standing.opensAt,
    ...evidence,
    ...waits,
  ]
    .filter((moment) => !hasCome(moment, now))
    .toSorted((a, b) => a.epochMilliseconds - b.epochMilliseconds)[0];
}

function nextDay(from: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  const passed = Math.floor(now.since(from).total("hours") / 24);
  return from.add({ hours: 24 * Math.max(1, passed + 1) });
}
