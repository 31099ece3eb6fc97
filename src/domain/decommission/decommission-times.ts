import { Temporal } from "temporal-polyfill";
import { assertNever } from "../assert-never.ts";
import { dueMoment } from "../checklist/due.ts";
import type { Role } from "../role.ts";
import type { SignoffRequest } from "../signoff/signoff.ts";
import {
  type DecommissionEvent,
  type DecommissionFacts,
  type EventOf,
  eventsOf,
  hasCome,
  isAfter,
  later,
  latestOf,
} from "./decommission.ts";

/** When things may begin: the window for rollback, the confidence period, waits, and what an early opening lifts. */

/**
 * The end of a wait: the same time of day so many days later, and never before as many times 24 hours have passed, so that a change
 * of the clocks does not shorten it.
 */
export function waitEnd(from: Temporal.Instant, timeZone: string, isoDuration: string): Temporal.Instant {
  const calendar = dueMoment(from, timeZone, isoDuration);
  const { years, months, weeks, days, hours, minutes, seconds } = Temporal.Duration.from(isoDuration);
  if (years !== 0 || months !== 0) return calendar;
  return later(calendar, from.add({ hours: (weeks * 7 + days) * 24 + hours, minutes, seconds }));
}

/** Until when the source stays available for rollback. */
export function rollbackUntil({ cutover, timeZone, plan }: DecommissionFacts): Temporal.Instant {
  return dueMoment(cutover, timeZone, plan.rollbackUntil);
}

/** What has become of one step: who would do it, who has done it. */
export type StepRecord = {
  readonly asked: EventOf<"step_asked"> | undefined;
  readonly done: EventOf<"step_done"> | undefined;
};

/** Steps by id, as their events leave them. A report that the source is used still, a step taken back, and keeping the source end what was only asked. */
export function stepRecords(events: readonly DecommissionEvent[]): ReadonlyMap<string, StepRecord> {
  const records = new Map<string, StepRecord>();
  const set = (step: string, record: StepRecord) => records.set(step, record);
  const endAsking = () => {
    for (const [step, { done }] of records) set(step, { asked: undefined, done });
  };
  for (const event of events) {
    switch (event.kind) {
      case "step_asked":
        set(event.step, { asked: event, done: records.get(event.step)?.done });
        break;
      case "step_withdrawn":
        set(event.step, { asked: undefined, done: records.get(event.step)?.done });
        break;
      case "step_done":
        set(event.step, { asked: undefined, done: event });
        break;
      case "step_undone":
        for (const step of [event.step, ...event.with]) records.delete(step);
        endAsking();
        break;
      case "source_kept":
      case "straggler":
        endAsking();
        break;
      case "approval_asked":
      case "backup_taken":
      case "connections_checked":
      case "early_asked":
      case "evidence_stale":
      case "wait_ends_soon":
      case "wait_over":
        break;
      default:
        assertNever(event);
    }
  }
  return records;
}

/** The first irreversible step that was done: from it on, there is no way back and nothing left to connect to. */
export function pointOfNoReturn({
  plan,
  events,
}: Pick<DecommissionFacts, "plan" | "events">): EventOf<"step_done"> | undefined {
  const irreversible = new Set(plan.steps.filter((step) => step.irreversible).map(({ id }) => id));
  return eventsOf(events, "step_done").find(({ step }) => irreversible.has(step));
}

/**
 * An opening before the time that holds: approved by both, after the last report that the source is used still, and asked for after the
 * source was to be kept.
 */
export type EarlyOpening = { readonly request: SignoffRequest; readonly reason: string };

const openers: readonly Role[] = ["business_sponsor", "compliance_officer"];

/** The opening that lifts the time at present. It lifts no evidence, and no wait between steps. */
export function earlyOpening({
  events,
  requests,
}: Pick<DecommissionFacts, "events" | "requests">): EarlyOpening | undefined {
  const report = latestOf(events, "straggler");
  const kept = latestOf(events, "source_kept");
  return eventsOf(events, "early_asked")
    .filter((event) => isAfter(events, event, kept))
    .flatMap(({ request: id, reason }) => {
      const request = requests.find((one) => one.id === id);
      return request !== undefined && approvedByBoth(request) && isLater(request, report)
        ? [{ request, reason }]
        : [];
    })
    .at(-1);
}

/** Whether business sponsor and compliance officer have both approved it, and are two people. */
export function approvedByBoth({ state, seats }: SignoffRequest): boolean {
  if (state !== "approved") return false;
  const deciders = openers.map(
    (role) =>
      seats.find(
        (seat) => seat.role === role && seat.replaced === undefined && seat.decision?.decision === "approved",
      )?.decision?.by.user,
  );
  return deciders.every((user) => user !== undefined) && new Set(deciders).size === openers.length;
}

function isLater({ ended }: SignoffRequest, report: DecommissionEvent | undefined): boolean {
  if (ended === undefined) return false;
  return report === undefined || Temporal.Instant.compare(ended.at, report.at) > 0;
}

/** When the steps may begin: with the last stage, and after a report only once the confidence period has passed again. */
export function opensAt({
  cutover,
  timeZone,
  plan,
  events,
}: Pick<DecommissionFacts, "cutover" | "timeZone" | "plan" | "events">): Temporal.Instant {
  const base = dueMoment(cutover, timeZone, plan.notBefore);
  const report = latestOf(events, "straggler");
  const [first] = plan.steps;
  const begun = first !== undefined && stepRecords(events).get(first.id)?.done !== undefined;
  // Once the source is stopped, a report restarts the wait between the steps instead.
  return report === undefined || begun ? base : later(base, waitEnd(report.at, timeZone, plan.confidence));
}

/** Whether the time for the steps has come, or was lifted, or does not matter any more. */
export function isTime(facts: DecommissionFacts, now: Temporal.Instant): boolean {
  return (
    hasCome(opensAt(facts), now) || earlyOpening(facts) !== undefined || pointOfNoReturn(facts) !== undefined
  );
}

/** A wait that has begun. */
export type RunningWait = {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** The report from which it is counted anew. */
  readonly restartedBy: EventOf<"straggler"> | undefined;
};

/** The wait of a step, counted from the last step done before it; `undefined` where none was. */
export function runningWait(facts: DecommissionFacts, stepId: string): RunningWait | undefined {
  const { plan, events, timeZone } = facts;
  const at = plan.steps.findIndex(({ id }) => id === stepId);
  const wait = plan.steps[at]?.wait;
  if (wait === undefined) return undefined;
  const records = stepRecords(events);
  const before = plan.steps.slice(0, at).flatMap(({ id }) => records.get(id)?.done ?? []);
  const last = before.toSorted((a, b) => events.indexOf(a) - events.indexOf(b)).at(-1);
  if (last === undefined) return undefined;
  const gone = pointOfNoReturn(facts);
  const restartedBy = eventsOf(events, "straggler").findLast(
    (report) =>
      events.indexOf(report) > events.indexOf(last) &&
      (gone === undefined || events.indexOf(report) < events.indexOf(gone)),
  );
  const from = restartedBy === undefined ? last.at : later(last.at, restartedBy.at);
  return { from, until: waitEnd(from, timeZone, wait), restartedBy };
}
