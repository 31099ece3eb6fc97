import type { Temporal } from "temporal-polyfill";
import type { DecommissionEvent } from "../../../src/domain/decommission/decommission.ts";

/**
 * What an auditor finds who reads what was kept from the beginning, with a pencil: it knows nothing of the machine's own rules and uses none
 * of its code.
 */

/** What the auditor knows besides the events. */
export type Known = {
  readonly cutover: Temporal.Instant;
  readonly timeZone: string;
  /** How many backups had been noted when the plan was last approved. */
  readonly approvedWith: number | undefined;
  /** How many events there were when an opening before the time was last approved by both. */
  readonly openedAfter: number | undefined;
  readonly rollback: boolean;
};

const order = ["D1", "D2", "D3", "D4", "D5", "D6", "D7"];

function calendarDays(from: Temporal.Instant, timeZone: string, days: number): Temporal.Instant {
  return from.toZonedDateTimeISO(timeZone).add({ days }).toInstant();
}

const notYet = (now: Temporal.Instant, moment: Temporal.Instant) =>
  now.epochMilliseconds < moment.epochMilliseconds;

/** Objections that time alone removes: whoever waits for it is not late. */
export const timely: readonly string[] = [
  "the timeline is not there yet",
  "the confidence period runs",
  "the week is not over",
];

/** What spoke against a step at a moment, given everything that had happened until then. */
export function objections(
  events: readonly DecommissionEvent[],
  wanted: string,
  now: Temporal.Instant,
  { cutover, timeZone, approvedWith, openedAfter, rollback }: Known,
): readonly string[] {
  const done = new Map<string, DecommissionEvent>();
  let backups = 0;
  let checked: Temporal.Instant | undefined;
  let reported: Temporal.Instant | undefined;
  let reportedAfter = -1;
  let waitsFrom: Temporal.Instant | undefined;
  const gone = () => done.has("D5") || done.has("D7");
  for (const [index, event] of events.entries()) {
    if (event.kind === "backup_taken") backups += 1;
    if (event.kind === "connections_checked") checked = event.at;
    if (event.kind === "step_done") done.set(event.step, event);
    if (event.kind === "step_done" && event.step === "D3") waitsFrom = event.at;
    if (event.kind === "step_undone") {
      for (const step of [event.step, ...event.with]) done.delete(step);
      waitsFrom = undefined;
    }
    if (event.kind === "straggler") {
      reported = event.at;
      reportedAfter = index;
      checked = undefined;
      if (waitsFrom !== undefined && !gone()) waitsFrom = event.at;
    }
  }
  const found: string[] = [];
  if (done.has(wanted)) found.push("it is done already");
  if (rollback) found.push("Sensei rolls back");
  if (backups === 0) found.push("there is no backup");
  if (approvedWith !== backups) found.push("this plan is not approved");
  if (checked === undefined) found.push("nobody has looked since");
  else if (!gone() && !notYet(now, calendarDays(checked, timeZone, 7))) found.push("the look is too old");
  const opened = openedAfter !== undefined && reportedAfter < openedAfter;
  if (!gone() && !opened) {
    if (notYet(now, calendarDays(cutover, timeZone, 28))) found.push("the timeline is not there yet");
    if (!done.has("D1") && reported !== undefined && notYet(now, reported.add({ hours: 28 * 24 })))
      found.push("the confidence period runs");
  }
  for (const step of order.slice(0, order.indexOf(wanted))) {
    if (step !== "D4" && !done.has(step)) found.push(`${step} is not done`);
    if (step !== "D4" || gone()) continue;
    if (waitsFrom === undefined) found.push("the week has not begun");
    else if (notYet(now, waitsFrom.add({ hours: 168 }))) found.push("the week is not over");
  }
  return found;
}
