import { Temporal } from "temporal-polyfill";
import { idsCompletedBy } from "../checklist/completed-by.ts";
import { dueMoment } from "../checklist/due.ts";
import type { Item } from "../checklist/item.ts";
import type { Template } from "../template/template.ts";
import { type DecommissionEvent, type DecommissionFacts, eventsOf, later, latestOf } from "./decommission.ts";
import { type PrerequisiteStanding, prerequisiteStandings } from "./decommission-prerequisites.ts";
import { isSettled } from "./decommission-steps.ts";
import { earlyOpening, opensAt, runningWait, waitEnd } from "./decommission-times.ts";

/** An open item whose due cannot be kept, because what has happened lets it be done only later. */
export type PutOff = {
  readonly item: Item;
  /** The earliest moment at which it can be done, or at which it is needed again. */
  readonly earliest: Temporal.Instant;
  /** Never before that: it keeps as many days after it as the procedure gives. */
  readonly due: Temporal.Instant;
};

/**
 * The open items that fall due before they can be done, each with the due that follows from what happened. Dues only move later, so
 * whoever gave an item more time is not overruled. Steps follow the gates of their time: the confidence period, a wait, a step taken
 * back. What has to be there before is due again when it is needed again, once a report or its age has voided it. The item that all
 * steps complete follows a report alone: who is late does not gain time by it.
 */
export function duesPutOff(
  facts: DecommissionFacts,
  template: Template,
  items: readonly Item[],
  now: Temporal.Instant,
): readonly PutOff[] {
  const open = new Map(items.filter(({ state }) => state.kind === "open").map((item) => [item.id, item]));
  const steps = stepsPutOff(facts, template, open, now);
  const wholes = idsCompletedBy(template, "decommission").flatMap((id) => open.get(id) ?? []);
  return [
    ...prerequisitesPutOff(facts, open, now),
    ...steps,
    ...wholesPutOff(facts, wholes, { open, steps, now }),
  ];
}

type OpenItems = ReadonlyMap<string, Item>;

/** When the time lets each step be done at the earliest, whatever else it still wants. */
function gatesOf(facts: DecommissionFacts, now: Temporal.Instant): ReadonlyMap<string, Temporal.Instant> {
  const { plan, timeZone, events, cutover } = facts;
  const gates = new Map<string, Temporal.Instant>();
  let gate = earlyOpening(facts) === undefined ? opensAt(facts) : cutover;
  let begun = true;
  for (const step of plan.steps) {
    const settled = isSettled(facts, step, now);
    const undone = settled ? undefined : lastUndone(events, step.id);
    if (undone !== undefined) gate = later(gate, undone.at);
    if (step.wait !== undefined) {
      const running = begun ? runningWait(facts, step.id) : undefined;
      gate = running?.until ?? waitEnd(gate, timeZone, step.wait);
    }
    gates.set(step.id, gate);
    begun = begun && settled;
  }
  return gates;
}

function lastUndone(events: readonly DecommissionEvent[], stepId: string) {
  return eventsOf(events, "step_undone").findLast(
    (event) => event.step === stepId || event.with.includes(stepId),
  );
}

/** Once one step is put off, those after it keep their distance from it. */
function stepsPutOff(
  facts: DecommissionFacts,
  template: Template,
  open: OpenItems,
  now: Temporal.Instant,
): readonly PutOff[] {
  const gates = gatesOf(facts, now);
  const procedure = gatesOf({ ...facts, events: [], requests: [], skipped: new Set() }, facts.cutover);
  let moved = false;
  return facts.plan.steps.flatMap(({ id }) => {
    const item = open.get(id);
    const earliest = gates.get(id);
    if (item === undefined || earliest === undefined) return [];
    moved = moved || isBefore(item.due, earliest);
    const due = moved
      ? after(facts, earliest, procedure.get(id) ?? earliest, procedureDue(facts, template, id))
      : item.due;
    return isBefore(item.due, due) ? [{ item, earliest, due }] : [];
  });
}

/** The due by the procedure. */
function procedureDue(
  { cutover, timeZone }: DecommissionFacts,
  template: Template,
  id: string,
): Temporal.Instant {
  const due = template.lists.flatMap(({ items }) => items).find((one) => one.id === id)?.due ?? "PT0S";
  return dueMoment(cutover, timeZone, due);
}

/** As long after a moment as the procedure's due lies after the procedure's moment, by the calendar; at once where it lies before it. */
function after(
  { timeZone }: DecommissionFacts,
  moment: Temporal.Instant,
  gate: Temporal.Instant,
  due: Temporal.Instant,
): Temporal.Instant {
  if (!isBefore(gate, due)) return moment;
  const until = due.toZonedDateTimeISO(timeZone);
  const distance = gate.toZonedDateTimeISO(timeZone).until(until, { largestUnit: "day" });
  return moment.toZonedDateTimeISO(timeZone).add(distance).toInstant();
}

function prerequisitesPutOff(
  facts: DecommissionFacts,
  open: OpenItems,
  now: Temporal.Instant,
): readonly PutOff[] {
  const current = facts.plan.steps.find((step) => !isSettled(facts, step, now));
  const needed = current === undefined ? undefined : gatesOf(facts, now).get(current.id);
  return prerequisiteStandings(facts, now).flatMap((standing) => {
    const item = open.get(standing.prerequisite.id);
    const voided = voidedAt(facts, standing);
    if (item === undefined || voided === undefined || standing.settled) return [];
    const due = needed === undefined ? voided : later(needed, voided);
    return isBefore(item.due, due) ? [{ item, earliest: due, due }] : [];
  });
}

/** Since when something is needed anew. What was never there is needed anew since a report, as that begins the time anew. */
function voidedAt(
  { events }: DecommissionFacts,
  { prerequisite, evidence }: PrerequisiteStanding,
): Temporal.Instant | undefined {
  if (prerequisite.evidence === "rollback_window") return undefined;
  const report = latestOf(events, "straggler")?.at;
  if (evidence.kind === "connections" && evidence.state === "stale") return evidence.until;
  if (evidence.kind !== "approval" || evidence.state !== "outdated") return report;
  const backup = latestOf(events, "backup_taken")?.at;
  return backup === undefined || report === undefined ? (backup ?? report) : later(backup, report);
}

/** Due with the last of its steps, once a report has made its own due impossible. */
function wholesPutOff(
  facts: DecommissionFacts,
  wholes: readonly Item[],
  { open, steps, now }: { open: OpenItems; steps: readonly PutOff[]; now: Temporal.Instant },
): readonly PutOff[] {
  const earliest = [...gatesOf(facts, now).values()].at(-1);
  if (earliest === undefined || latestOf(facts.events, "straggler") === undefined) return [];
  const dues = facts.plan.steps.flatMap(
    ({ id }) => steps.find(({ item }) => item.id === id)?.due ?? open.get(id)?.due ?? [],
  );
  const due = dues.reduce(later, earliest);
  return wholes.filter((item) => isBefore(item.due, earliest)).map((item) => ({ item, earliest, due }));
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
