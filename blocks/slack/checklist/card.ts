import type { KnownBlock } from "@slack/types";
import type { Item } from "../../../src/domain/checklist/item.ts";
import { progressBar } from "../../../src/domain/checklist/progress.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { CardNotice, Health, PhaseProgress } from "../../../src/domain/notice.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { dateToken, zonedDate, zonedMoment } from "../dates.ts";
import { actions, button, context, header, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { assigneeWords, channelLink, count, enumerate, line, mention, plainLine } from "../mrkdwn.ts";
import { approvalsWords, awaitedWords, stateNames } from "../signoff/signoff-words.ts";
import { itemName } from "./item-line.ts";

/** How a closeout is doing, in the words of every card and list. */
export const healthWords: Readonly<Record<Health, string>> = {
  on_track: "on track",
  at_risk: "at risk",
  blocked: "blocked",
  closed: "closed",
};

/** Most phases, overdue items, people and prerequisites that the card names; the rest is counted. */
const most = { phases: 20, overdue: 5, people: 8, itemsEach: 2, prerequisites: 5, signoffs: 3 } as const;

/**
 * The project card: pinned, one per closeout, kept current. Its text alone says how the closeout is doing and what is next.
 */
export function cardMessage(notice: CardNotice): Message {
  return { text: cardText(notice), blocks: [...cardBlocks(notice), cardButtons(notice.closeout)] };
}

/** The card without its buttons. */
export function cardBlocks(notice: CardNotice): KnownBlock[] {
  const { closeout, health } = notice;
  return [
    header(`Closeout · ${plainLine(closeout.name, 110)} · ${healthWords[health]}`),
    context(factsLine(closeout)),
    ...phaseBlocks(notice),
    section(
      [
        nextLine(notice),
        overdueLine(notice),
        awaitedLine(notice),
        decommissionLine(notice),
        signoffLine(notice),
      ]
        .filter(Boolean)
        .join("\n"),
    ),
  ];
}

/** "Closeout HR_PROD is at risk: 4 of 12 items settled, 2 overdue (I1, I2). Next: I3 …, due …, @maria." */
export function cardText({ closeout, health, phases, overdue }: CardNotice): string {
  const settled = phases.reduce((sum, phase) => sum + phase.settled, 0);
  const total = phases.reduce((sum, phase) => sum + phase.total, 0);
  const late =
    overdue.length === 0 ? "" : `, ${overdue.length} overdue (${enumerate(overdue.map(idOf), most.overdue)})`;
  const next = nextItem(phases);
  const then =
    next === undefined
      ? ""
      : ` Next: ${idOf(next)} ${line(next.title, 100)}, due ${zonedMoment(next.due, closeout.timeZone)}, ${assigneeWords(next.assignee)}.`;
  return `Closeout ${line(closeout.name, 150)} is ${healthWords[health]}: ${settled} of ${count(total, "item")} settled${late}.${then}`;
}

function factsLine({ name, migration, cutover, timeZone }: Closeout): string {
  const ends = `${migration.source} → ${migration.target}`;
  const facts = [
    ...(ends === name ? [] : [`${line(migration.source, 100)} → ${line(migration.target, 100)}`]),
    ...(migration.engines.trim() === "" ? [] : [line(migration.engines, 150)]),
    ...(migration.recordsTotal === undefined ? [] : [count(migration.recordsTotal, "record")]),
    `cutover ${zonedMoment(cutover, timeZone)}`,
  ];
  return facts.join(" · ");
}

/** The bars stand at the beginning of their lines, one below the other, ten lines a block. */
function phaseBlocks({ phases, closeout }: CardNotice): KnownBlock[] {
  const first = nextItem(phases);
  const lines = phases.slice(0, most.phases).map((phase) => phaseLine(phase, closeout, first));
  if (phases.length > most.phases)
    lines.push(`… and ${count(phases.length - most.phases, "more phase")}: _Show items_`);
  const blocks: KnownBlock[] = [];
  for (let at = 0; at < lines.length; at += 10) blocks.push(section(lines.slice(at, at + 10).join("\n")));
  return blocks;
}

function phaseLine(
  { title, settled, total, next }: PhaseProgress,
  closeout: Closeout,
  first: Item | undefined,
): string {
  const progress = `${progressBar(settled, total)}  ${settled} of ${total}  *${line(title, 60)}*`;
  // What is next of all has a line of its own.
  if (next === undefined || next === first) return progress;
  return `${progress} · next due ${dateToken(next.due, "day", closeout.timeZone)}`;
}

function nextLine({ phases, closeout }: CardNotice): string {
  const next = nextItem(phases);
  if (next === undefined) return "";
  const due = dateToken(next.due, "moment", closeout.timeZone);
  return `*Next:* ${itemName(next, 100)} — due ${due}, ${assigneeWords(next.assignee)}`;
}

function overdueLine({ overdue, closeout }: CardNotice): string {
  if (overdue.length === 0) return "";
  const items = overdue.map(
    (item) =>
      `${itemName(item, 60)} (since ${dateToken(item.due, "day", closeout.timeZone)}, ${assigneeWords(item.assignee)})`,
  );
  return `*Overdue:* ${enumerate(items, most.overdue)}`;
}

function decommissionLine({ decommission, closeout }: CardNotice): string {
  if (decommission === undefined) return "";
  const day = zonedDate(decommission.notBefore, closeout.timeZone);
  const waiting =
    decommission.waitingFor.length === 0
      ? "every prerequisite is met"
      : `waiting for ${enumerate(
          decommission.waitingFor.map((item) => itemName(item, 60)),
          most.prerequisites,
        )}`;
  const when =
    decommission.early === undefined ? `not before ${day}` : `opened early by sign-off ${decommission.early}`;
  return `*Decommission:* ${when} · ${waiting}`;
}

/** "not requested", "2 of 4 have approved, waits for @jonas", "approved 3 Apr"; more than one is named by its title. */
function signoffLine({ signoffs, closeout }: CardNotice): string {
  if (signoffs.length === 0) return "*Sign-off:* not requested";
  const several = signoffs.length > 1;
  const each = signoffs.map((request) => {
    const name = several || request.purpose !== "project_acceptance" ? `${line(request.title, 60)}: ` : "";
    if (request.state !== "open") {
      const when =
        request.ended === undefined ? "" : ` ${dateToken(request.ended.at, "day", closeout.timeZone)}`;
      return `${name}${stateNames[request.state]}${when}`;
    }
    const awaited = awaitedWords(request);
    return `${name}${approvalsWords(request)}${awaited === "" ? "" : `, ${awaited}`}`;
  });
  return `*Sign-off:* ${enumerate(each, most.signoffs)}`;
}

function awaitedLine({ awaited, health }: CardNotice): string {
  if (health === "closed") return "This closeout is closed; nothing waits for anybody.";
  if (awaited.length === 0) return "*Waiting for:* nobody today";
  const people = awaited.map(
    ({ user, items }) =>
      `${mention(user)} (${enumerate(
        items.map((item) => itemName(item, 50)),
        most.itemsEach,
      )})`,
  );
  return `*Waiting for:* ${enumerate(people, most.people)}`;
}

function cardButtons(closeout: Closeout) {
  const value = closeoutRef.encode({ c: closeout.id });
  return actions(
    button("Show items", actionIds.cardItems, value),
    button("What is mine", actionIds.cardTodo, value),
    button("Help", actionIds.cardHelp, value),
  );
}

function nextItem(phases: readonly PhaseProgress[]): Item | undefined {
  let next: Item | undefined;
  for (const phase of phases) {
    if (phase.next === undefined) continue;
    if (next === undefined || phase.next.due.epochMilliseconds < next.due.epochMilliseconds)
      next = phase.next;
  }
  return next;
}

function idOf(item: Item): string {
  return line(item.id, 12);
}

/** One closeout in two lines, for lists of several: name, health and where it lives; progress and what is overdue. */
export function closeoutLine({ closeout, health, phases, overdue }: CardNotice): string {
  const settled = phases.reduce((sum, phase) => sum + phase.settled, 0);
  const total = phases.reduce((sum, phase) => sum + phase.total, 0);
  const late = overdue.length === 0 ? "" : ` · ${overdue.length} overdue`;
  return `*${line(closeout.name, 80)}* · ${healthWords[health]} · ${channelLink(closeout.channel)}\n${progressBar(settled, total)}  ${settled} of ${count(total, "item")}${late}`;
}
