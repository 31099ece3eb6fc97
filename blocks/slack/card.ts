import type { KnownBlock } from "@slack/types";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { Item } from "../../src/domain/item.ts";
import type { CardNotice, Health, PhaseProgress } from "../../src/domain/notice.ts";
import { actionIds, closeoutRef } from "./actions.ts";
import { dateToken, zonedDay, zonedMoment } from "./dates.ts";
import { actions, button, context, header, section } from "./elements.ts";
import { itemName } from "./item-line.ts";
import type { Message } from "./message.ts";
import { assigneeWords, channelLink, count, enumerate, line, mention, plainLine } from "./mrkdwn.ts";

/** How a closeout is doing, in the words of every card and list. */
export const healthWords: Readonly<Record<Health, string>> = {
  on_track: "on track",
  at_risk: "at risk",
  blocked: "blocked",
  closed: "closed",
};

/** Most phases, overdue items, people and prerequisites that the card names; the rest is counted. */
const most = { phases: 20, overdue: 5, people: 8, itemsEach: 2, prerequisites: 5 } as const;

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
    section([overdueLine(notice), decommissionLine(notice), awaitedLine(notice)].filter(Boolean).join("\n")),
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

/** Ten cells, filled by what is settled; full only when everything is. */
export function progressBar(settled: number, total: number): string {
  const filled = total === 0 ? 10 : Math.floor((10 * settled) / total);
  return "█".repeat(filled) + "░".repeat(10 - filled);
}

function factsLine({ migration, cutover, timeZone }: Closeout): string {
  const facts = [
    `${line(migration.source, 100)} → ${line(migration.target, 100)}`,
    ...(migration.engines.trim() === "" ? [] : [line(migration.engines, 150)]),
    ...(migration.recordsTotal === undefined ? [] : [count(migration.recordsTotal, "record")]),
    `cutover ${zonedMoment(cutover, timeZone)}`,
  ];
  return facts.join(" · ");
}

/** Five phases a block, so that each block stays short. */
function phaseBlocks({ phases, closeout }: CardNotice): KnownBlock[] {
  const lines = phases.slice(0, most.phases).map((phase) => phaseLine(phase, closeout));
  if (phases.length > most.phases)
    lines.push(`… and ${count(phases.length - most.phases, "more phase")}: _Show items_`);
  const blocks: KnownBlock[] = [];
  for (let at = 0; at < lines.length; at += 5) blocks.push(section(lines.slice(at, at + 5).join("\n")));
  return blocks;
}

function phaseLine({ title, settled, total, next }: PhaseProgress, closeout: Closeout): string {
  const progress = `${progressBar(settled, total)}  ${settled} of ${total}  *${line(title, 60)}*`;
  if (next === undefined) return progress;
  const due = dateToken(next.due, "moment", closeout.timeZone);
  return `${progress}\n↳ next: ${itemName(next, 100)} — due ${due}, ${assigneeWords(next.assignee)}`;
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
  const day = `${zonedDay(decommission.notBefore, closeout.timeZone)} ${decommission.notBefore.toZonedDateTimeISO(closeout.timeZone).year}`;
  const waiting =
    decommission.waitingFor.length === 0
      ? "every prerequisite is met"
      : `waiting for ${enumerate(
          decommission.waitingFor.map((item) => itemName(item, 60)),
          most.prerequisites,
        )}`;
  return `*Decommission:* not before ${day} · ${waiting}`;
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

/** One closeout on one line, for lists of several: name, health, progress and where it lives. */
export function closeoutLine({ closeout, health, phases }: CardNotice): string {
  const settled = phases.reduce((sum, phase) => sum + phase.settled, 0);
  const total = phases.reduce((sum, phase) => sum + phase.total, 0);
  return `*${line(closeout.name, 80)}* · ${healthWords[health]} · ${progressBar(settled, total)} ${settled} of ${total} · ${channelLink(closeout.channel)}`;
}
