import type { KnownBlock } from "@slack/types";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { RetroNotice } from "../../../src/domain/retro/retro-view.ts";
import {
  boardOf,
  type Contribution,
  countSections,
  type RetroSection,
  type Retrospective,
  votesFor,
} from "../../../src/domain/retro/retrospective.ts";
import { closeoutRef, digestPageRef } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, channelLink, count, line, mention, quote } from "../mrkdwn.ts";
import { onPage, pageButtons } from "../pages.ts";
import { contributionRef, retroActionIds, retroPageRef } from "./actions-retro.ts";

/** Contributions on one page; chosen so that a page of the longest ones stays within a message. */
export const boardPageSize = 7;

/** What each section is called, in the procedure's words. */
export const sectionTitles: Readonly<Record<RetroSection, string>> = {
  well: "What went well",
  improve: "What could improve",
  action: "Action items",
};

/** The board in the channel: everybody sees the same page of it. */
export function retroMessage({
  closeout,
  retro,
  page,
  deliveryId,
}: Extract<RetroNotice, { readonly kind: "retro" }>): Message {
  return board(closeout, retro, page, (turn, p) => ({
    actionId: turn === "previous" ? retroActionIds.retroPrevious : retroActionIds.retroNext,
    value: digestPageRef.encode({ d: deliveryId, p }),
  }));
}

/** The board as a private answer. */
export function retroAnswer(closeout: Closeout, retro: Retrospective, page = 0): Message {
  return board(closeout, retro, page, (turn, p) => ({
    actionId: turn === "previous" ? retroActionIds.retroShowPrevious : retroActionIds.retroShowNext,
    value: retroPageRef.encode({ c: closeout.id, p }),
  }));
}

/** Asks one person to take part, for as long as the retrospective is open. */
export function retroInvitationMessage({
  closeout,
  retro,
}: Extract<RetroNotice, { readonly kind: "retro_invitation" }>): Message {
  const name = line(closeout.name, 150);
  if (retro.closed !== undefined) {
    const text = `The retrospective of ${name} is closed. Its board stays in ${channelLink(closeout.channel)}.`;
    return { text, blocks: [section(text)] };
  }
  const text = `${actorWords(retro.openedBy)} invites you to the retrospective of ${name}: say what went well, what could improve and what should be done about it.`;
  return {
    text,
    blocks: [
      section(text),
      context(`${namingWords(retro)} The board is in ${channelLink(closeout.channel)}.`),
      actions(
        button("Contribute…", retroActionIds.retroAdd, closeoutRef.encode({ c: closeout.id }), primary),
      ),
    ],
  };
}

const primary = { style: "primary" } as const;

type Pager = Parameters<typeof pageButtons>[2];

function board(closeout: Closeout, retro: Retrospective, wanted: number, pager: Pager): Message {
  const page = onPage(boardOf(retro), wanted, boardPageSize);
  const counts = countSections(retro.contributions);
  const name = line(closeout.name, 150);
  const state = retro.closed === undefined ? "open" : "closed";
  const text = `Retrospective of ${name} (${state}): ${counts.well} went well, ${counts.improve} could improve, ${count(counts.action, "action item")}.`;
  const groups = [...Map.groupBy(page.shown, (one) => one.section)];
  return {
    text,
    blocks: [
      section(`*Retrospective of ${name}*\n${standing(closeout, retro)}`),
      ...(page.total === 0 ? [section("Nobody has said anything yet. Be the first.")] : []),
      ...groups.flatMap(([kind, own]) => [
        context(`*${sectionTitles[kind]}* (${counts[kind]})`),
        ...own.map((one) => contributionBlock(closeout, retro, one)),
      ]),
      ...pageButtons(page, "contribution", pager),
      ...(retro.closed === undefined ? [controls(closeout, retro)] : []),
    ],
  };
}

function standing(closeout: Closeout, retro: Retrospective): string {
  const { closed, openedBy, openedAt } = retro;
  if (closed !== undefined) {
    return `Closed by ${actorWords(closed.by)}, ${dateToken(closed.at, "moment", closeout.timeZone)}. Nothing on it changes any more; its action items are tracked until they are done.`;
  }
  return `Opened by ${actorWords(openedBy)}, ${dateToken(openedAt, "moment", closeout.timeZone)}. ${namingWords(retro)}`;
}

/** Said wherever somebody is about to write. */
export function namingWords({ anonymous }: Pick<Retrospective, "anonymous">): string {
  return anonymous
    ? "It is anonymous: Closeout keeps nothing that says who wrote what."
    : "Your name stands beside what you write.";
}

/** One contribution as it reads: the words, who wrote them, and for an action item who does it by when. */
export function contributionWords(closeout: Closeout, one: Contribution): string {
  const small = [
    ...(one.section === "action" ? [`${mention(one.owner)} · due ${line(one.due, 20)}`] : []),
    ...(one.by === null ? [] : [`written by ${mention(one.by.user)}`]),
  ];
  const words = quote(one.text, 1_200, `the rest is kept with ${line(closeout.name, 40)}`);
  return small.length === 0 ? words : `${words}\n${small.join(" · ")}`;
}

function contributionBlock(closeout: Closeout, retro: Retrospective, one: Contribution): KnownBlock {
  const votes = votesFor(one);
  const words = contributionWords(closeout, one);
  if (retro.closed !== undefined) return section(votes === 0 ? words : `${words}\n${count(votes, "vote")}`);
  const value = contributionRef.encode({ c: closeout.id, n: one.id });
  const label = votes === 0 ? "Vote" : `Vote · ${votes}`;
  return section(words, button(label, retroActionIds.retroVote, value));
}

function controls(closeout: Closeout, { anonymous }: Retrospective): KnownBlock {
  const value = closeoutRef.encode({ c: closeout.id });
  return actions(
    button("Contribute…", retroActionIds.retroAdd, value, primary),
    ...(anonymous ? [] : [button("What I wrote", retroActionIds.retroMine, value)]),
    button("Paste notes…", retroActionIds.retroImport, value),
    button("Close it", retroActionIds.retroClose, value, {
      confirm: {
        title: { type: "plain_text", text: "Close the retrospective?" },
        text: {
          type: "plain_text",
          text: "Nobody can add, change or vote any more, and it cannot be opened again. Action items go to their owners, with reminders until they are done.",
        },
        confirm: { type: "plain_text", text: "Close it" },
        deny: { type: "plain_text", text: "Leave it open" },
      },
    }),
  );
}
