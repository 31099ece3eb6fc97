import type { KnownBlock } from "@slack/types";
import type { CardNotice } from "../../../src/domain/notice.ts";
import type { ListedCloseout } from "../../../src/domain/views.ts";
import { actionIds, closeoutRef, pageRef } from "../actions.ts";
import { closeoutLine, healthWords } from "../checklist/card.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { channelLink, count, enumerate, line, mention } from "../mrkdwn.ts";
import { onPage, pageButtons } from "../pages.ts";

/** Closeouts on one page of the list. */
const pageSize = 10;

/** Most people that one entry names; the rest is counted. */
const mostPeople = 5;

/** The private answer to `list`: the closeouts of one person over all channels, the closed ones last. */
export function closeoutListMessage(
  closeouts: readonly ListedCloseout[],
  reader: string,
  { closeout: command }: Commands,
  wanted = 0,
): Message {
  const page = onPage(closeouts, wanted, pageSize);
  const open = closeouts.filter(({ kind }) => kind === "open").length;
  if (page.total === 0) {
    const text = `You take part in no closeout. To start one, go to the migration's channel and type \`${command} start\`.`;
    return { text, blocks: [section(text)] };
  }
  const closed = page.total - open;
  const heading = `You take part in ${count(open, "open closeout")}${closed === 0 ? "" : ` and ${count(closed, "closed one")}`}`;
  return {
    text: `${heading}: ${page.shown.map(shortly).join(", ")}`,
    blocks: [
      section(`*${heading}*`),
      ...page.shown.flatMap((one) => listedBlocks(one, reader)),
      ...pageButtons(page, "closeout", (turn, p) => ({
        actionId: turn === "previous" ? actionIds.closeoutsPrevious : actionIds.closeoutsNext,
        value: pageRef.encode({ p }),
      })),
      context(`\`${command} todo\` lists what waits for you.`),
    ],
  };
}

/** One closeout of a list, with its buttons: how it stands, in which phase it is, and who is awaited. */
export function listedBlocks(listed: ListedCloseout, reader: string): KnownBlock[] {
  const { owner, id } = listed.kind === "open" ? listed.card.closeout : listed.closeout;
  const value = closeoutRef.encode({ c: id });
  const show = button("Show items", actionIds.cardItems, value);
  if (listed.kind === "closed") {
    const { name, channel } = listed.closeout;
    const reopen = owner === reader ? [button("Open it again…", actionIds.closeoutReopen, value)] : [];
    return [
      section(`*${line(name, 80)}* · ${healthWords.closed} · ${channelLink(channel)}`),
      actions(show, ...reopen),
    ];
  }
  const settings = owner === reader ? [button("Settings", actionIds.closeoutSettings, value)] : [];
  return [
    section([closeoutLine(listed.card), phaseWords(listed.card)].join("\n")),
    actions(show, ...settings),
  ];
}

/** "Now: First week · waiting for @maria" */
function phaseWords({ phases, awaited }: CardNotice): string {
  const phase = phases.find(({ settled, total }) => settled < total);
  const now = phase === undefined ? "Every phase is settled" : `Now: ${line(phase.title, 60)}`;
  if (awaited.length === 0) return `${now} · waiting for nobody today`;
  const people = awaited.map(({ user }) => mention(user));
  return `${now} · waiting for ${enumerate(people, mostPeople)}`;
}

function shortly(listed: ListedCloseout): string {
  if (listed.kind === "closed") return `${line(listed.closeout.name, 40)} (${healthWords.closed})`;
  const { closeout, health, overdue } = listed.card;
  const late = overdue.length === 0 ? "" : `, ${overdue.length} overdue`;
  return `${line(closeout.name, 40)} (${healthWords[health]}${late})`;
}
