import { assertNever } from "../../src/domain/assert-never.ts";
import { type Completion, completionWords } from "../../src/domain/checklist/completed-by.ts";
import type { Item } from "../../src/domain/checklist/item.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { FollowedSeat } from "../../src/domain/signoff/signoff-follow.ts";
import { actionIds } from "./actions.ts";
import { itemName, itemValue, undoButton } from "./checklist/item-line.ts";
import { dateToken, weekdayNames } from "./dates.ts";
import { actions, button, section } from "./elements.ts";
import type { Message } from "./message.ts";
import { actorWords, channelLink, line, mention } from "./mrkdwn.ts";
import { followedWords } from "./signoff/signoff-followed.ts";

/** The act that a person asked for, as far as the answer needs it. */
export type ItemAct = "complete" | "reopen" | "skip" | "assign" | "snooze" | "due" | "note" | "evidence";

/** Private confirmation that an item was changed: what it is now, and what that means. */
export function itemChanged(closeout: Closeout, item: Item, act: ItemAct): Message {
  return sentence(
    `${itemName(item, 100)} in ${line(closeout.name, 80)} ${changedWords(closeout, item, act)}`,
  );
}

/** Private confirmation of a tick where evidence was to be, with the way to say what stands in for it. */
export function itemDoneByHand(closeout: Closeout, item: Item, insteadOf: Completion): Message {
  const text = `${itemName(item, 100)} in ${line(closeout.name, 80)} is done by hand, and nobody is reminded of it any more. It completes itself once ${completionWords[insteadOf]}; ledger and final report say that it was done by hand instead. Say in a note or link what stands in for that.`;
  return {
    text,
    blocks: [
      section(text),
      actions(button("Add a note or link…", actionIds.itemNote, itemValue(item)), undoButton(item)),
    ],
  };
}

/** One confirmation for several items at once. */
export function itemsChanged(
  closeout: Closeout,
  items: readonly Item[],
  act: "complete" | "reopen",
): Message {
  const [only] = items;
  if (items.length === 1 && only !== undefined) return itemChanged(closeout, only, act);
  const ids = items.map((item) => `*${line(item.id, 12)}*`).join(", ");
  return sentence(
    `${ids} in ${line(closeout.name, 80)} are ${act === "complete" ? "done" : "open again"}. The card shows it.`,
  );
}

function changedWords(closeout: Closeout, item: Item, act: ItemAct): string {
  const { timeZone } = closeout;
  switch (act) {
    case "complete":
      return "is done. The card shows it, and nobody is reminded of it any more.";
    case "reopen":
      return `is open again, due ${dateToken(item.due, "moment", timeZone)}.`;
    case "skip":
      return "is skipped. Your reason is kept with it.";
    case "assign":
      return item.assignee === undefined ? "is now nobody's." : `is now ${mention(item.assignee)}'s.`;
    case "snooze":
      return item.snoozedUntil === undefined
        ? "is no longer snoozed."
        : `is snoozed until ${dateToken(item.snoozedUntil, "moment", timeZone)}. It stays due ${dateToken(item.due, "moment", timeZone)}.`;
    case "due":
      return `is now due ${dateToken(item.due, "moment", timeZone)}.`;
    case "note":
      return "has your note.";
    case "evidence":
      return "has your link as evidence.";
    default:
      return assertNever(act);
  }
}

/** It was like that already, so nothing changed: who did it and when. */
export function itemAlready(closeout: Closeout, item: Item, act: ItemAct): Message {
  return sentence(
    `${itemName(item, 100)} in ${line(closeout.name, 80)} ${alreadyWords(closeout, item, act)} Nothing was changed.`,
  );
}

function alreadyWords(
  closeout: Closeout,
  { state, assignee, snoozedUntil, due }: Item,
  act: ItemAct,
): string {
  if (state.kind !== "open") {
    const how = state.kind === "done" ? "done" : "skipped";
    return `was ${how} already, by ${actorWords(state.by)}, ${dateToken(state.at, "moment", closeout.timeZone)}.`;
  }
  if (act === "assign")
    return assignee === undefined ? "has nobody already." : `is ${mention(assignee)}'s already.`;
  if (act === "snooze" && snoozedUntil !== undefined) {
    return `is snoozed until ${dateToken(snoozedUntil, "moment", closeout.timeZone)} already.`;
  }
  if (act === "due") return `is due ${dateToken(due, "moment", closeout.timeZone)} already.`;
  return "is open already.";
}

/** Why a closeout cannot start here, before anybody fills in a form. */
export type CannotStart =
  | { readonly kind: "channel_taken"; readonly by: Closeout }
  | { readonly kind: "migration_taken"; readonly by: Closeout }
  | {
      readonly kind: "migration_not_ready";
      readonly migration: { readonly name: string; readonly status: string };
    }
  | { readonly kind: "migration_not_found"; readonly id: string };

/** Says why the start modal does not open, and what to do instead. */
export function cannotStart(why: CannotStart): Message {
  switch (why.kind) {
    case "channel_taken":
      return sentence(
        `This channel already holds the open closeout ${line(why.by.name, 80)}. Start another one in a channel of its own.`,
      );
    case "migration_taken":
      return sentence(
        `That migration is already being closed out in ${channelLink(why.by.channel)} as ${line(why.by.name, 80)}, owned by ${mention(why.by.owner)}. Nothing was started.`,
      );
    case "migration_not_ready":
      return sentence(
        `The migration ${line(why.migration.name, 80)} is ${line(why.migration.status.replaceAll("_", " "), 40)}. A closeout starts once it is completed or certified; nothing was started.`,
      );
    case "migration_not_found":
      return sentence(
        `Sensei knows no migration “${line(why.id, 80)}”. Nothing was started. Leave the id out, and you can search for it.`,
      );
    default:
      return assertNever(why);
  }
}

/** Private confirmation of changed settings, as they are now, and of what became of sign-offs that go with a role. */
export function settingsChanged(closeout: Closeout, followed: readonly FollowedSeat[]): Message {
  const saved = `The settings of ${line(closeout.name, 80)} are saved. ${settingsWords(closeout)}`;
  return sentence([saved, ...followedWords(closeout, followed)].join("\n"));
}

/** The settings were as submitted already. */
export function settingsUnchanged(closeout: Closeout): Message {
  return sentence(
    `The settings of ${line(closeout.name, 80)} were like that already; nothing was changed. ${settingsWords(closeout)}`,
  );
}

/** "Digest at 09:00 on Mon, Tue, … (Europe/Berlin); quiet from 18:00 to 08:00; …" */
function settingsWords({ settings, timeZone }: Closeout): string {
  const { digestTime, quiet, workingDays, escalation } = settings;
  const hours = quiet.from === quiet.to ? "no quiet hours" : `quiet from ${quiet.from} to ${quiet.to}`;
  return `Digest at ${digestTime} on ${weekdayNames(workingDays)} (${line(timeZone, 80)}); ${hours}; owner named after ${escalation.ownerAfterDays}, sponsor told after ${escalation.sponsorAfterDays} days overdue.`;
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
