import type { ActionsBlock, KnownBlock, ModalView } from "@slack/types";
import { completionWords } from "../../../src/domain/checklist/completed-by.ts";
import { type ItemNote, isOverdue } from "../../../src/domain/checklist/item.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { ItemView } from "../../../src/domain/views.ts";
import { actionIds, callbackIds, itemModalMetadata } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { documentBlocks } from "../document.ts";
import { actions, button, context, divider, mrkdwn, plain, section } from "../elements.ts";
import type { Message, Origin } from "../message.ts";
import {
  assigneeWords,
  channelLink,
  count,
  line,
  link,
  mention,
  plainLine,
  plainPieces,
  quote,
} from "../mrkdwn.ts";
import {
  itemName,
  itemState,
  itemValue,
  openDetails,
  settleButtons,
  settledLine,
  showButton,
  snoozeSelect,
  takeButton,
  undoButton,
} from "./item-line.ts";

/**
 * Notes shown in full in the modal, as long as they have no more characters than that together, and in short in a message;
 * older ones are counted.
 */
const mostNotes = { modal: 20, modalCharacters: 40_000, message: 3 } as const;

/** Longest note shown whole; notes are bounded well below it where they come in. */
const longestShown = 20_000;

/** One item with everything known about it and everything that the reader may do to it. */
export function itemModal(view: ItemView, origin: Origin = { from: "message" }): ModalView {
  const { closeout, item } = view;
  return {
    type: "modal",
    callback_id: callbackIds.item,
    private_metadata: itemModalMetadata.encode({
      c: closeout.id,
      i: item.id,
      ch: origin.channel,
      from: origin.from,
      below: origin.below,
    }),
    title: plain(`Item ${plainLine(item.id, 12)}`),
    close: plain("Close"),
    blocks: [
      section(`*${line(item.title, 600)}*`),
      ...facts(view),
      ...hint(view),
      ...byHand(view),
      ...documentBlocks(view),
      ...controls(view),
      ...fullNotes(view),
    ],
  };
}

/** The same in short, as a private answer to `show`. */
export function itemMessage(view: ItemView): Message {
  const { closeout, item, now, notes } = view;
  const state =
    item.state.kind === "open" ? openDetails(closeout, item, now) : itemState(item, closeout.timeZone, now);
  const name = `${line(item.id, 12)} ${line(item.title, 200)}`;
  return {
    text: `${name} in ${line(closeout.name, 80)}: ${state}. ${notes.length === 0 ? "No notes" : count(notes.length, "note")}.`,
    blocks: [
      section(
        item.state.kind === "open"
          ? `${itemName(item, 600)}\n${state}`
          : settledLine(item, closeout.timeZone, now),
        showButton(item),
      ),
      ...hint(view),
      ...byHand(view),
      ...documentBlocks(view),
      ...(view.mayChange ? quickControls(view) : [readOnly(closeout)]),
      ...shortNotes(view),
    ],
  };
}

function facts({ closeout, item, now }: ItemView): KnownBlock[] {
  const { timeZone } = closeout;
  const due = dateToken(item.due, "moment", timeZone);
  const fields = [
    `*Due*\n${due}${isOverdue(item, now) ? " · overdue" : ""}`,
    `*Assigned to*\n${assigneeWords(item.assignee)}`,
    `*State*\n${item.state.kind === "open" ? "open" : itemState(item, timeZone, now)}`,
    `*Closeout*\n${line(closeout.name, 150)} in ${channelLink(closeout.channel)}`,
  ];
  if (item.snoozedUntil !== undefined && item.state.kind === "open") {
    fields.push(`*Snoozed until*\n${dateToken(item.snoozedUntil, "moment", timeZone)}`);
  }
  return [{ type: "section", fields: fields.map(mrkdwn) }];
}

function hint({ hint: advice }: ItemView): KnownBlock[] {
  return advice === undefined ? [] : [context(line(advice, 1000))];
}

/** That a tick stands where evidence was to be. */
function byHand({ insteadOf }: ItemView): KnownBlock[] {
  if (insteadOf === undefined) return [];
  return [context(`Done by hand. It completes itself once ${completionWords[insteadOf]}.`)];
}

function controls(view: ItemView): KnownBlock[] {
  const { closeout, item, mayChange, maySkip, mayChangeDue } = view;
  if (!mayChange) return [readOnly(closeout)];
  const value = itemValue(item);
  const note = button("Add a note or link…", actionIds.itemNote, value);
  if (item.state.kind !== "open") return [actions(...(view.offers.undo ? [undoButton(item)] : []), note)];
  return [
    ...quickControls(view),
    actions(
      button("Assign to…", actionIds.itemAssign, value),
      ...(mayChangeDue ? [button("Change due…", actionIds.itemDue, value)] : []),
      ...(maySkip ? [button("Skip…", actionIds.itemSkip, value)] : []),
      note,
    ),
  ];
}

function quickControls({ item, offers }: ItemView): ActionsBlock[] {
  if (item.state.kind !== "open") return offers.undo ? [actions(undoButton(item))] : [];
  return [actions(...settleButtons({ item, offers }), takeButton(item), snoozeSelect(item))];
}

function readOnly({ owner }: Closeout): KnownBlock {
  return context(
    `You can read this item. Changing it takes a role in the closeout; its owner ${mention(owner)} gives roles.`,
  );
}

function fullNotes({ notes, closeout }: ItemView): KnownBlock[] {
  let characters = 0;
  const shown = newest(notes)
    .slice(0, mostNotes.modal)
    .filter((note, index) => {
      characters += Math.min(note.text.length, longestShown);
      return index === 0 || characters <= mostNotes.modalCharacters;
    });
  return [
    divider,
    context(notesHeading(notes, shown.length)),
    ...shown.flatMap((note): KnownBlock[] => [
      context(noteBy(note, closeout.timeZone)),
      ...(note.kind === "evidence"
        ? [section(link(note.text, 2900))]
        : plainPieces(note.text, 2900, longestShown).map(
            (text): KnownBlock => ({ type: "section", text: { type: "plain_text", text, emoji: false } }),
          )),
    ]),
  ];
}

function shortNotes({ notes, closeout }: ItemView): KnownBlock[] {
  const shown = newest(notes).slice(0, mostNotes.message);
  if (shown.length === 0) return [];
  return [
    context(notesHeading(notes, shown.length)),
    ...shown.map((note) => {
      const words = note.kind === "evidence" ? link(note.text, 700) : quote(note.text, 700, "open the item");
      return section(`${noteBy(note, closeout.timeZone)}\n${words}`);
    }),
  ];
}

function newest(notes: readonly ItemNote[]): readonly ItemNote[] {
  return notes.toSorted((one, other) => other.at.epochMilliseconds - one.at.epochMilliseconds);
}

function notesHeading(notes: readonly ItemNote[], shown: number): string {
  if (notes.length === 0) return "No notes or evidence yet.";
  const all = `*Notes and evidence* · ${notes.length}, newest first`;
  return shown < notes.length ? `${all} · ${notes.length - shown} older, kept in the closeout's record` : all;
}

function noteBy(note: ItemNote, timeZone: string): string {
  const what = note.kind === "evidence" ? "Evidence" : "Note";
  return `${what} by ${mention(note.by.user)}, ${dateToken(note.at, "moment", timeZone)}`;
}
