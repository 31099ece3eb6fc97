import type { Button, KnownBlock } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { isLive } from "../../../src/domain/cleanup/operation.ts";
import type { EventOf } from "../../../src/domain/decommission/decommission.ts";
import type { PlannedStep } from "../../../src/domain/decommission/decommission-plan.ts";
import type { NextAct } from "../../../src/domain/decommission/decommission-standing.ts";
import type { DecommissionView } from "../../../src/domain/decommission/decommission-view.ts";
import { closeoutRef } from "../actions.ts";
import { operationStanding } from "../cleanup/operation-words.ts";
import { actions, button, context, divider, plain, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, line } from "../mrkdwn.ts";
import { askedRef, decommissionActionIds, partRef } from "./actions-decommission.ts";
import {
  momentsIn,
  name,
  nextWords,
  prerequisiteLine,
  stageLines,
  stepLine,
  timelineBar,
} from "./decommission-words.ts";

/** Most prerequisites and most steps that are shown; the rest is counted, and stands in the list of items. */
const most = 14;

/** Characters of a paragraph, below Slack's limit. */
const paragraph = 2_800;

/** The view. In the channel it is kept current; where somebody asked for it privately (`mine`) it can be posted there. */
export function decommissionMessage(view: DecommissionView, mine = false): Message {
  const { closeout, standing, now } = view;
  const moment = momentsIn(closeout.timeZone);
  const { next, prerequisites, steps } = standing;
  const text = `Decommissioning of ${line(closeout.name, 150)} — ${nextWords(next, moment)}`;
  const day = Math.floor(now.since(closeout.cutover).total("hours") / 24) + 1;
  const blocks: KnownBlock[] = [
    section(`*${text}*`),
    ...(view.stopped === undefined
      ? []
      : [section(`*Frozen.* ${line(view.stopped, 400)} Nothing of this may be done.`)]),
    ...(view.unavailable === undefined
      ? []
      : [context(`${line(view.unavailable, 600)} No step can be taken until Sensei answers.`)]),
    section(
      `\`${timelineBar(standing, now)}\`  day ${Math.max(1, day)} since the cutover\n${stageLines(standing, closeout.timeZone)}`,
    ),
    ...(next.kind === "kept" ? [] : [context(timeWords(view))]),
    divider,
    ...paragraphs(
      "*Prerequisites* — a clock alone opens nothing",
      prerequisites.slice(0, most).map((one) => prerequisiteLine(one, now, moment)),
      prerequisites.length,
    ),
    ...paragraphs(
      "*Steps*, in this order",
      steps.slice(0, most).map((one) => stepLine(one, now, moment)),
      steps.length,
    ),
    ...runLines(view),
    divider,
    ...nextBlocks(view, next),
    actions(...otherActs(view, mine)),
  ];
  return { text, blocks };
}

/** Why it may not begin before a moment: the timeline, a report, an opening that was approved. */
function timeWords({ closeout, standing }: DecommissionView): string {
  const moment = momentsIn(closeout.timeZone);
  const { early, report, opensAt, isTime, gone } = standing;
  const parts = [
    early === undefined
      ? isTime
        ? `The steps may be taken since ${moment(opensAt)}`
        : `The steps may begin ${moment(opensAt)} at the earliest`
      : `*Opened early* by sign-off ${early.request.number} (“${line(early.reason, 200)}”): this lifts the time, no evidence and no wait`,
    report === undefined
      ? undefined
      : `*Still used:* ${actorWords(report.by)} reported ${moment(report.at)} “${line(report.reason, 200)}”; what had to pass began anew then`,
    gone ? "The source is deleted: nothing can be taken back any more" : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}

/** Lines below a heading, in as many paragraphs as they need. */
function paragraphs(heading: string, lines: readonly string[], total: number): KnownBlock[] {
  const texts = [heading];
  for (const one of lines) {
    const last = texts.at(-1) ?? "";
    if (last.length + one.length + 1 > paragraph) texts.push(one);
    else texts[texts.length - 1] = `${last}\n${one}`;
  }
  const rest = total - lines.length;
  return [
    ...texts.map((text) => section(text)),
    ...(rest === 0 ? [] : [context(`and ${rest} more in the list of items`)]),
  ];
}

/** What the automation is at, or what it failed at. */
function runLines({ closeout, runs, now }: DecommissionView): KnownBlock[] {
  return runs
    .filter((run) => isLive(run) || run.state === "failed")
    .slice(0, 3)
    .map((run) =>
      context(`${line(run.task ?? "", 12)}, by the automation: ${operationStanding(closeout, run, now)}`),
    );
}

/** The one next act with its button, and what stands in its way. */
function nextBlocks(view: DecommissionView, next: NextAct): KnownBlock[] {
  const { closeout } = view;
  const moment = momentsIn(closeout.timeZone);
  const c = closeout.id;
  switch (next.kind) {
    case "finished":
      return [
        section("*Finished.* Every step is settled; who did what and when stands above and in the ledger."),
      ];
    case "stopped":
      return [];
    case "kept":
      return [
        section(
          `*The source is kept:* ${line(next.whole, 12)} was skipped, so nothing of this is done. Whoever reopens ${line(next.whole, 12)} takes it up again; approval has to be asked for anew then.`,
        ),
      ];
    case "evidence": {
      const { prerequisite } = next;
      const title = `*Next:* ${name(prerequisite)}`;
      switch (prerequisite.evidence) {
        case "approval":
          return [
            section(
              `${title} — asks business sponsor, compliance officer and operations lead to approve this very plan`,
            ),
            actions(approvalButton(c)),
          ];
        case undefined:
          return [section(`${title} — mark it as done in the list of items once it is so`)];
        case "connections":
        case "backup":
        case "rollback_window":
          return [
            section(title),
            actions(
              button(
                "Add evidence…",
                decommissionActionIds.decommissionEvidence,
                partRef.encode({ c, p: prerequisite.id }),
                { style: "primary" },
              ),
            ),
          ];
        default:
          return assertNever(prerequisite.evidence);
      }
    }
    case "decision":
      return [
        section(
          `*Waits* for the decision on sign-off ${next.request.number}, which was asked of ${next.request.seats.length} people`,
        ),
      ];
    case "step":
      return [section(`*Next:* ${name(next.step)}${warning(next.step)}`), actions(stepButton(c, next.step))];
    case "confirm":
      return [
        section(
          `*Next:* somebody other than ${actorWords(next.asked.by)} confirms ${name(next.step)}.${warning(next.step)}`,
        ),
        actions(...confirmButtons(c, next.step, next.asked)),
      ];
    case "wait":
      return [
        section(
          `*Nothing to do* before ${moment(next.until)}${next.step === undefined ? "" : ` (${name(next.step)}); I count it and say when it is over`}.`,
        ),
      ];
    default:
      return assertNever(next);
  }
}

function warning({ irreversible }: PlannedStep): string {
  return irreversible
    ? "\n*This cannot be undone.* It takes the typed name of the migration and two people."
    : "";
}

function approvalButton(c: string): Button {
  return button("Ask for approval", decommissionActionIds.decommissionApproval, closeoutRef.encode({ c }), {
    style: "primary",
    confirm: {
      title: plain("Ask for approval?"),
      text: plain(
        "The plan as it is now goes to those who decide. If the plan changes, their approval is void.",
      ),
      confirm: plain("Ask them"),
      deny: plain("Not yet"),
    },
  });
}

/** Opens the form of a step. */
export function stepButton(c: string, { id, irreversible }: PlannedStep): Button {
  return button(
    `${irreversible ? "Prepare" : "Do"} ${line(id, 12)}…`,
    decommissionActionIds.decommissionStep,
    partRef.encode({ c, p: id }),
    {
      style: irreversible ? "danger" : "primary",
    },
  );
}

/** The second person's buttons. */
export function confirmButtons(c: string, { id }: PlannedStep, asked: EventOf<"step_asked">): Button[] {
  const value = askedRef.encode({ c, p: id, a: asked.id });
  return [
    button(`Confirm ${line(id, 12)}`, decommissionActionIds.decommissionConfirm, value, {
      style: "danger",
      confirm: confirmStepDialog(id),
    }),
    button("Withdraw", decommissionActionIds.decommissionWithdraw, value),
  ];
}

/** The dialog before the second person's word. */
export function confirmStepDialog(id: string) {
  return {
    title: plain(`Confirm ${line(id, 12)}?`),
    text: plain("This cannot be undone. You state that you have looked at the prerequisites yourself."),
    confirm: plain("Confirm it"),
    deny: plain("Leave it"),
    style: "danger" as const,
  };
}

function otherActs({ closeout, standing }: DecommissionView, mine: boolean): Button[] {
  const c = closeout.id;
  const value = closeoutRef.encode({ c });
  const undo = standing.steps.findLast((step) => step.undo.kind === "open");
  const ids = decommissionActionIds;
  return [
    button("Somebody still uses the source…", ids.decommissionStraggler, value),
    ...(undo === undefined
      ? []
      : [
          button(
            `Take ${line(undo.step.id, 12)} back…`,
            ids.decommissionUndo,
            partRef.encode({ c, p: undo.step.id }),
          ),
        ]),
    ...(standing.isTime || standing.finished || standing.next.kind === "kept"
      ? []
      : [button("Open early…", ids.decommissionEarly, value)]),
    ...(mine ? [button("Post it in the channel", ids.decommissionPost, value)] : []),
    button("Look again", ids.decommissionLook, value),
  ];
}
