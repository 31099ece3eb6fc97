import { Temporal } from "temporal-polyfill";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { DecommissionEvent, EventOf } from "../../../src/domain/decommission/decommission.ts";
import type { StepStanding } from "../../../src/domain/decommission/decommission-steps.ts";
import type { DecommissionView } from "../../../src/domain/decommission/decommission-view.ts";
import { closeoutRef } from "../actions.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, line, mention } from "../mrkdwn.ts";
import { decommissionActionIds } from "./actions-decommission.ts";
import { confirmButtons } from "./decommission.ts";
import { momentsIn, name, nextWords, waitProgress, words } from "./decommission-words.ts";

/** What happened in a decommissioning, told to the channel: who, what, why, and what follows now. */
export function decommissionNews(view: DecommissionView, event: DecommissionEvent): Message {
  const { closeout, standing } = view;
  const of = line(closeout.name, 100);
  const told = `${of}: ${sentence(view, event)}`;
  const asked = event.kind === "step_asked" ? stepOf(view, event.step) : undefined;
  const waits = asked?.asked?.id === event.id ? asked : undefined;
  const show = button(
    "Show the decommissioning",
    decommissionActionIds.decommissionShow,
    closeoutRef.encode({ c: closeout.id }),
  );
  const controls =
    waits?.asked === undefined ? [show] : [...confirmButtons(closeout.id, waits.step, waits.asked), show];
  return {
    text: told,
    blocks: [
      section(told),
      ...waitBlocks(view, event),
      context(`Decommissioning — ${nextWords(standing.next, momentsIn(closeout.timeZone))}`),
      actions(...controls),
    ],
  };
}

function stepOf({ standing }: DecommissionView, id: string): StepStanding | undefined {
  return standing.steps.find(({ step }) => step.id === id);
}

function stepName(view: DecommissionView, id: string): string {
  const found = stepOf(view, id);
  return found === undefined ? line(id, 12) : name(found.step);
}

/** The wait that began with the last step, as far as it has come. */
function waitBlocks({ standing, now, closeout }: DecommissionView, event: DecommissionEvent) {
  if (event.kind !== "step_done" && event.kind !== "straggler") return [];
  const running = standing.steps.find(({ wait, settled }) => wait !== undefined && !settled);
  if (running?.wait === undefined) return [];
  const over = momentsIn(closeout.timeZone)(running.wait.until);
  return [section(`${name(running.step)}\n${waitProgress(running.wait, now)} · over ${over}`)];
}

function sentence(view: DecommissionView, event: DecommissionEvent): string {
  const who = actorWords(event.by);
  switch (event.kind) {
    case "connections_checked":
      return `${mention(event.checkedBy)} has seen that no application connects to the source any more (noted by ${who}): ${words(event.words)}`;
    case "backup_taken": {
      const { location, size, checksum, restore } = event.backup;
      return `the final backup lies at ${words(location)} (${line(size, 40)}, ${line(checksum, 80)}); ${mention(restore.by)} restored it as a test on ${line(restore.on, 12)}. Noted by ${who}.`;
    }
    case "approval_asked":
      return `${who} has asked for approval of the plan.`;
    case "early_asked":
      return `${who} has asked to open early: “${line(event.reason, 300)}”`;
    case "source_kept":
      return `${who} has skipped ${line(event.whole, 12)}, so the source is kept: ${quoted(event.reason)}. Prerequisites and steps that were open are skipped with it; whoever reopens ${line(event.whole, 12)} takes them up again.`;
    case "straggler":
      return stragglerWords(view, event);
    case "step_asked":
      return askedWords(view, event);
    case "step_withdrawn":
      return `${who} has withdrawn ${stepName(view, event.step)}. Nothing was done.`;
    case "step_done":
      return doneWords(view, event);
    case "step_undone": {
      const again =
        event.with.length === 0
          ? ""
          : ` ${event.with.map((id) => line(id, 12)).join(", ")} has to be done again as well.`;
      return `${who} has taken ${stepName(view, event.step)} back: ${quoted(event.reason)}.${again}`;
    }
    case "wait_ends_soon":
      return `${stepName(view, event.step)} is over ${untilWords(view, event.until)} unless somebody reports that they still use the source. ${mention(view.closeout.roles.operations_lead)}, renew the evidence that nobody connects by then.`;
    case "wait_over":
      return `${stepName(view, event.step)} is over. ${mention(view.closeout.roles.operations_lead)}, what comes next is below.`;
    case "evidence_stale":
      return `the evidence that no application connects has become too old and counts no more. ${mention(view.closeout.roles.operations_lead)}, renew it before the next step.`;
    default:
      return assertNever(event);
  }
}

function untilWords({ closeout }: DecommissionView, until: string): string {
  return momentsIn(closeout.timeZone)(Temporal.Instant.from(until));
}

function stragglerWords({ standing, closeout }: DecommissionView, event: EventOf<"straggler">): string {
  const who = `${actorWords(event.by)} reports that somebody still uses the source: ${quoted(event.reason)}.`;
  if (standing.next.kind === "kept") return `${who} The source is kept, so nothing had to begin anew.`;
  if (standing.gone) return `${who} It is deleted already; the final backup and snapshot are what is left.`;
  const opens = momentsIn(closeout.timeZone)(standing.opensAt);
  const waiting = standing.steps.some(({ wait, settled }) => wait !== undefined && !settled);
  const dues = "the dues of what is left move with it";
  const anew = waiting
    ? `The wait begins anew, ${dues}`
    : standing.isTime
      ? "What comes next needs fresh evidence"
      : `The confidence period begins anew, until ${opens}, ${dues}`;
  return `${who} ${anew}, and the evidence that nobody connects has to be renewed.`;
}

function askedWords(view: DecommissionView, event: EventOf<"step_asked">): string {
  const step = stepOf(view, event.step);
  const who = actorWords(event.by);
  const what = `${stepName(view, event.step)}${event.execution === "automation" ? " by the company's automation" : ""}`;
  if (step?.asked?.id === event.id)
    return `${who} would do ${what}: ${words(event.evidence)}. *This cannot be undone*: somebody else has to confirm it, the owner, the technical lead or the operations lead.`;
  if (step?.done === undefined)
    return `${who} asked to do ${what}: ${words(event.evidence)}. That was withdrawn, or ended by a report that the source is still used or by a step taken back. Nothing was done.`;
  const { confirmedBy } = step.done;
  const second = confirmedBy === undefined ? "it was done" : `confirmed by ${mention(confirmedBy)}`;
  return `${who} asked to do ${what}: ${words(event.evidence)}; ${second}.`;
}

function doneWords(view: DecommissionView, event: EventOf<"step_done">): string {
  const second = event.confirmedBy === undefined ? "" : `, confirmed by ${mention(event.confirmedBy)}`;
  const how = event.execution === "automation" ? " with the company's automation" : "";
  return `${stepName(view, event.step)} — done by ${actorWords(event.by)}${how}${second}: ${words(event.evidence)}`;
}

/** Somebody's words in the middle of a sentence of ours, which has a full stop of its own. */
function quoted(reason: string): string {
  return `“${line(reason, 500).replace(/\.$/, "")}”`;
}
