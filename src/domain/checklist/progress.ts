import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../closeout.ts";
import type { DecommissionEvent, DecommissionFacts } from "../decommission/decommission.ts";
import { decommissionPlan } from "../decommission/decommission-plan.ts";
import { earlyOpening, opensAt } from "../decommission/decommission-times.ts";
import type { CardNotice, Health, PhaseProgress } from "../notice.ts";
import type { SignoffRequest } from "../signoff/signoff.ts";
import { phasesOf, type Template } from "../template/template.ts";
import { dueMoment } from "./due.ts";
import { type Item, isOverdue } from "./item.ts";
import { sponsorIsInformed } from "./reminders.ts";

/** The project card of a closeout, from its items and requests as they are now and the template that it was started from. */
export function cardNotice(
  closeout: Closeout,
  items: readonly Item[],
  template: Template,
  signoffs: readonly SignoffRequest[],
  now: Temporal.Instant,
  decommission: readonly DecommissionEvent[] = [],
): CardNotice {
  return {
    kind: "card",
    closeout,
    health: healthOf(closeout, items, now),
    phases: phaseProgress(template, items),
    overdue: overdueItems(items, now),
    awaited: awaitedPeople(items, now),
    decommission: decommissionOutlook(closeout, items, template, {
      events: decommission,
      requests: signoffs,
    }),
    signoffs: signoffsToTell(signoffs),
  };
}

/** One bar per phase, in the template's order. What was skipped counts as settled. */
export function phaseProgress(template: Template, items: readonly Item[]): PhaseProgress[] {
  return phasesOf(template).map((phase) => {
    const own = items.filter((item) => item.list === phase.id);
    const open = openByDue(own);
    return {
      list: phase.id,
      title: phase.title,
      settled: own.length - open.length,
      total: own.length,
      next: open[0],
    };
  });
}

/** Open items whose due has passed, the longest overdue first. */
export function overdueItems(items: readonly Item[], now: Temporal.Instant): Item[] {
  return openByDue(items).filter((item) => isOverdue(item, now));
}

/** `at_risk` while anything is overdue, `blocked` once it is so for as long as the sponsor waits to be told. */
export function healthOf(
  closeout: Pick<Closeout, "status" | "settings">,
  items: readonly Item[],
  now: Temporal.Instant,
): Health {
  if (closeout.status === "closed") return "closed";
  const overdue = overdueItems(items, now);
  if (overdue.some((item) => sponsorIsInformed(item.due, closeout.settings, now))) return "blocked";
  return overdue.length > 0 ? "at_risk" : "on_track";
}

/** People with open items that are overdue or fall due within 24 hours, who holds the most urgent one first. */
export function awaitedPeople(items: readonly Item[], now: Temporal.Instant): CardNotice["awaited"] {
  const horizon = now.add({ hours: 24 });
  const urgent = openByDue(items).filter((item) => Temporal.Instant.compare(item.due, horizon) <= 0);
  const byPerson = Map.groupBy(urgent, (item) => item.assignee);
  return [...byPerson].flatMap(([user, own]) => (user === undefined ? [] : [{ user, items: own }]));
}

/**
 * When the source may be decommissioned at the earliest (the last stage of the timeline) and which prerequisites are still
 * open; undefined once every prerequisite and step is settled. A report that the source is used still moves it on, and an opening
 * that was approved lifts it.
 */
export function decommissionOutlook(
  closeout: Pick<Closeout, "cutover" | "timeZone">,
  items: readonly Item[],
  template: Template,
  happened: Pick<DecommissionFacts, "events" | "requests"> = { events: [], requests: [] },
): CardNotice["decommission"] {
  const { prerequisites, steps, timeline } = template.decommission;
  const waitingFor = openByDue(items.filter((item) => item.list === prerequisites));
  const stepsLeft = items.some((item) => item.list === steps && item.state.kind === "open");
  if (waitingFor.length === 0 && !stepsLeft) return undefined;
  const plan = decommissionPlan(template);
  if (plan === undefined) {
    const from = timeline.at(-1)?.from ?? "PT0S";
    return { notBefore: dueMoment(closeout.cutover, closeout.timeZone, from), waitingFor };
  }
  const facts = { ...happened, plan, cutover: closeout.cutover, timeZone: closeout.timeZone };
  const early = earlyOpening(facts)?.request.number;
  return { notBefore: opensAt(facts), waitingFor, ...(early === undefined ? {} : { early }) };
}

/** The open requests; where there is none, the last that was about the whole project, or else the last of all. */
export function signoffsToTell(requests: readonly SignoffRequest[]): readonly SignoffRequest[] {
  const open = requests.filter(({ state }) => state === "open");
  if (open.length > 0) return open;
  const last = requests.findLast(({ purpose }) => purpose === "project_acceptance") ?? requests.at(-1);
  return last === undefined ? [] : [last];
}

/** Cells of a progress bar. */
export const progressCells = 10;

/** `███░░░░░░░`: ten cells; full only when all is settled, and not empty once anything is. */
export function progressBar(settled: number, total: number): string {
  const share = total === 0 ? 0 : (settled / total) * progressCells;
  const least = settled > 0 ? 1 : 0;
  const most = settled < total ? progressCells - 1 : progressCells;
  const filled = total === 0 ? 0 : Math.min(most, Math.max(least, Math.round(share)));
  return "█".repeat(filled) + "░".repeat(progressCells - filled);
}

/** Open items, the earliest due first; the template's order decides between equals. */
function openByDue(items: readonly Item[]): Item[] {
  return items
    .filter((item) => item.state.kind === "open")
    .toSorted((a, b) => Temporal.Instant.compare(a.due, b.due) || a.position - b.position);
}
