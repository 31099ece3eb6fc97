import type { Closeout } from "../../../src/domain/closeout.ts";
import type { RetroView } from "../../../src/domain/retro/retro-view.ts";
import {
  type Contribution,
  countSections,
  type Retrospective,
  type Saying,
  votesFor,
} from "../../../src/domain/retro/retrospective.ts";
import { closeoutRef } from "../actions.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { channelLink, count, enumerate, line, mention } from "../mrkdwn.ts";
import { onPage, pageButtons } from "../pages.ts";
import { contributionRef, retroActionIds, retroPageRef } from "./actions-retro.ts";
import { boardPageSize, contributionWords, sectionTitles } from "./retro-board.ts";

/** Told to whoever opened it. */
export function retroOpened(closeout: Closeout, { anonymous }: Retrospective): Message {
  return sentence(
    `The retrospective of ${line(closeout.name, 80)} is open, ${anonymous ? "anonymous" : "with names"}. Its board is in ${channelLink(closeout.channel)}, and everybody with a role is invited directly.`,
  );
}

/** There is one already. */
export function retroThere(closeout: Closeout, { closed }: Retrospective): Message {
  return sentence(
    closed === undefined
      ? `The retrospective of ${line(closeout.name, 80)} is open already, so nothing was changed. Its board is in ${channelLink(closeout.channel)}.`
      : retroOverWords(closeout),
  );
}

/** Nothing about a closed one changes. */
export function retroOver(closeout: Closeout): Message {
  return sentence(retroOverWords(closeout));
}

function retroOverWords(closeout: Closeout): string {
  return `The retrospective of ${line(closeout.name, 80)} is closed, so nothing was changed. Its board stays in ${channelLink(closeout.channel)}.`;
}

/** Nobody has opened one. */
export function noRetro(closeout: Closeout, { closeout: command }: Commands): Message {
  const text = `No retrospective of ${line(closeout.name, 80)} has been opened yet. \`${command} retro\` opens one.`;
  return {
    text,
    blocks: [
      section(text),
      actions(
        button("Open one…", retroActionIds.retroOpen, closeoutRef.encode({ c: closeout.id }), {
          style: "primary",
        }),
      ),
    ],
  };
}

/**
 * Told to whoever contributed, and to nobody else. Where it is anonymous, the buttons of this message are the only way back to the words:
 * they carry the secret.
 */
export function contributed(
  closeout: Closeout,
  { id, section: kind, by }: Contribution,
  secret: string,
): Message {
  const anonymous = by === null;
  const text = `It is on the board of ${line(closeout.name, 80)}, under “${sectionTitles[kind]}”.`;
  const value = contributionRef.encode({ c: closeout.id, n: id, ...(anonymous ? { s: secret } : {}) });
  return {
    text,
    blocks: [
      section(text),
      ...(anonymous
        ? [
            context(
              "Only this message can change or remove it: Closeout does not know that it is yours. When Slack drops the message, which it does when you reload, your words stay as they are.",
            ),
          ]
        : []),
      actions(...ownButtons(value)),
    ],
  };
}

/** What somebody wrote, each with what they can do about it. */
export function myContributions({ closeout, retro, own }: RetroView, wanted = 0): Message {
  const name = line(closeout.name, 80);
  const page = onPage(own, wanted, boardPageSize);
  const text =
    page.total === 0
      ? `You have not written anything on the board of ${name}.`
      : `You wrote ${count(page.total, "contribution")} on the board of ${name}.`;
  const open = retro !== undefined && retro.closed === undefined;
  return {
    text,
    blocks: [
      section(text),
      ...page.shown.flatMap((one) => [
        section(contributionWords(closeout, one)),
        ...(open ? [actions(...ownButtons(contributionRef.encode({ c: closeout.id, n: one.id })))] : []),
      ]),
      ...pageButtons(page, "contribution", (turn, p) => ({
        actionId: turn === "previous" ? retroActionIds.retroMinePrevious : retroActionIds.retroMineNext,
        value: retroPageRef.encode({ c: closeout.id, p }),
      })),
    ],
  };
}

function ownButtons(value: string) {
  return [
    button("Change…", retroActionIds.retroEdit, value),
    button("Remove", retroActionIds.retroRemove, value),
  ];
}

/** An anonymous retrospective cannot tell what is whose. */
export function ownUnknown(closeout: Closeout): Message {
  return sentence(
    `The retrospective of ${line(closeout.name, 80)} is anonymous: I do not know what you wrote. The private message that I sent you then can change or remove it.`,
  );
}

export function contributionChanged(closeout: Closeout): Message {
  return sentence(`Changed on the board of ${line(closeout.name, 80)}.`);
}

export function contributionRemoved(closeout: Closeout): Message {
  return sentence(`Removed from the board of ${line(closeout.name, 80)}.`);
}

export function contributionGone(closeout: Closeout): Message {
  return sentence(
    `That contribution is not on the board of ${line(closeout.name, 80)} any more. Nothing was changed.`,
  );
}

/** Somebody else's words. */
export function notOwn(closeout: Closeout, anonymous: boolean): Message {
  return sentence(
    anonymous
      ? `Only the private message that came with an anonymous contribution can change it. Nothing was changed on the board of ${line(closeout.name, 80)}.`
      : `Only whoever wrote it can change or remove it. Nothing was changed on the board of ${line(closeout.name, 80)}.`,
  );
}

export function voted(contribution: Contribution, stands: boolean): Message {
  const votes = count(votesFor(contribution), "vote");
  const words = line(contribution.text, 100);
  return sentence(
    stands
      ? `You vote for “${words}” (${votes}). Press the button again to take it back.`
      : `You took your vote for “${words}” back (${votes}).`,
  );
}

export function retroImported(closeout: Closeout, sayings: readonly Saying[]): Message {
  return sentence(
    `${count(sayings.length, "contribution")} from your notes ${sayings.length === 1 ? "is" : "are"} on the board of ${line(closeout.name, 80)}.`,
  );
}

/** Told to whoever closed it. */
export function retroClosed(closeout: Closeout, { contributions }: Retrospective): Message {
  const { well, improve, action } = countSections(contributions);
  const tracked =
    action === 0
      ? "There are no action items."
      : `${count(action, "action item")} went to ${action === 1 ? "its owner" : "their owners"}, with reminders until ${action === 1 ? "it is" : "they are"} done.`;
  return sentence(
    `The retrospective of ${line(closeout.name, 80)} is closed: ${well} went well, ${improve} could improve. ${tracked}`,
  );
}

export function notFacilitator(closeout: Closeout, facilitators: readonly string[]): Message {
  const who = enumerate(facilitators.map(mention), 2);
  return sentence(
    `Only whoever opened the retrospective of ${line(closeout.name, 80)}, or the owner, can close it (${who}). Nothing was changed.`,
  );
}

/** A word that `retro` does not know. */
export function unknownRetroWord(
  word: string,
  suggestion: string | undefined,
  { closeout }: Commands,
): Message {
  const near = suggestion === undefined ? "" : ` Did you mean \`${closeout} retro ${line(suggestion, 20)}\`?`;
  return sentence(
    `The retrospective does not know “${line(word, 40)}”.${near} Nothing was changed. \`${closeout} retro\` shows the board, \`add\`, \`mine\`, \`import\` and \`close\` do the rest.`,
  );
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
