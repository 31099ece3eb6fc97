import type { Temporal } from "temporal-polyfill";
import { dueMoment } from "../checklist/due.ts";
import type { SignoffRequest } from "../signoff/signoff.ts";
import { type DecommissionFacts, type EventOf, eventsOf, keptBy, latestOf } from "./decommission.ts";
import type { PlannedStep } from "./decommission-plan.ts";
import { type PrerequisiteStanding, prerequisiteStandings } from "./decommission-prerequisites.ts";
import { isSettled, type StepStanding, stepStandings } from "./decommission-steps.ts";
import { approvedByBoth, opensAt, pointOfNoReturn, runningWait } from "./decommission-times.ts";

/** What a report that somebody still used the source has begun anew. */
export type Restart = {
  readonly report: EventOf<"straggler">;
  readonly began:
    | { readonly kind: "confidence"; readonly until: Temporal.Instant }
    | { readonly kind: "wait"; readonly step: PlannedStep; readonly until: Temporal.Instant }
    /** The source was stopped and no wait had begun: only the evidence was void. */
    | { readonly kind: "evidence" }
    /** The source was deleted already. */
    | { readonly kind: "nothing" };
};

/** A request to open before the time, and what came of it. */
export type AskedOpening = {
  readonly asked: EventOf<"early_asked">;
  readonly request: SignoffRequest;
  /** Sponsor and compliance officer both approved. */
  readonly opened: boolean;
  /** The report that ended it. */
  readonly endedBy: EventOf<"straggler"> | undefined;
};

/** What a report says of the decommissioning, each figure from the events that are kept. */
export type DecommissionSummary = {
  readonly steps: readonly StepStanding[];
  readonly prerequisites: readonly PrerequisiteStanding[];
  /** When the steps may begin by the procedure's timeline alone, and by everything that happened. */
  readonly planned: Temporal.Instant;
  readonly opensAt: Temporal.Instant;
  /** The first step that could not be undone. */
  readonly gone: EventOf<"step_done"> | undefined;
  readonly finished: boolean;
  /** Since when the source is kept, by whom and why. */
  readonly kept: EventOf<"source_kept"> | undefined;
  readonly openings: readonly AskedOpening[];
  readonly restarts: readonly Restart[];
  readonly undone: readonly EventOf<"step_undone">[];
};

/** Sums up what was done, by whom and when, on what evidence, what was opened early, and who still used the source. */
export function decommissionSummary(facts: DecommissionFacts, now: Temporal.Instant): DecommissionSummary {
  const { plan, cutover, timeZone, events } = facts;
  const steps = stepStandings(facts, now);
  return {
    steps,
    prerequisites: prerequisiteStandings(facts, now),
    planned: dueMoment(cutover, timeZone, plan.notBefore),
    opensAt: opensAt(facts),
    gone: pointOfNoReturn(facts),
    finished: steps.every(({ settled }) => settled),
    kept: keptBy(facts) === undefined ? undefined : latestOf(events, "source_kept"),
    openings: openings(facts),
    restarts: eventsOf(events, "straggler").map((report) => ({ report, began: begunAnew(facts, report) })),
    undone: eventsOf(events, "step_undone"),
  };
}

function openings({ events, requests, plan }: DecommissionFacts): readonly AskedOpening[] {
  const gone = pointOfNoReturn({ events, plan });
  return eventsOf(events, "early_asked").flatMap((asked) => {
    const request = requests.find(({ id }) => id === asked.request);
    if (request === undefined) return [];
    const { ended } = request;
    const opened = approvedByBoth(request);
    const endedBy = eventsOf(events, "straggler").find(
      (report) =>
        ended !== undefined &&
        report.at.epochNanoseconds >= ended.at.epochNanoseconds &&
        (gone === undefined || events.indexOf(report) < events.indexOf(gone)),
    );
    return [{ asked, request, opened, endedBy: opened ? endedBy : undefined }];
  });
}

/** Judged by what had happened until then. */
function begunAnew(facts: DecommissionFacts, report: EventOf<"straggler">): Restart["began"] {
  const { plan, events } = facts;
  const then = { ...facts, events: events.slice(0, events.indexOf(report) + 1) };
  if (pointOfNoReturn(then) !== undefined) return { kind: "nothing" };
  const waiting = plan.steps.find(
    ({ wait }, at) =>
      wait !== undefined && plan.steps.slice(0, at).every((one) => isSettled(then, one, report.at)),
  );
  const wait = waiting && runningWait(then, waiting.id);
  if (waiting !== undefined && wait !== undefined) return { kind: "wait", step: waiting, until: wait.until };
  const [first] = plan.steps;
  return first !== undefined && isSettled(then, first, report.at)
    ? { kind: "evidence" }
    : { kind: "confidence", until: opensAt(then) };
}
