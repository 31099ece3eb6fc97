import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  KnownBlock,
  Overflow,
  StaticSelect,
} from "@slack/types";
import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { ItemOffers } from "../../../src/domain/checklist/governed-item.ts";
import { type Item, isOverdue, isSnoozed } from "../../../src/domain/checklist/item.ts";
import { daysOverdue } from "../../../src/domain/checklist/reminders.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import {
  actionIds,
  closeoutRef,
  itemRef,
  type MoreOption,
  moreOption,
  type SnoozeOption,
  snoozeOption,
} from "../actions.ts";
import { dateToken } from "../dates.ts";
import { decommissionActionIds, partRef } from "../decommission/actions-decommission.ts";
import { actions, button, option, plain, section } from "../elements.ts";
import { actorWords, assigneeWords, count, line } from "../mrkdwn.ts";

/** Characters of somebody's words on one line of a message. */
export const titleRoom = 200;

/** "*I3* Distribute Behavioral Equivalence Certificate" */
export function itemName(item: Item, room: number = titleRoom): string {
  return `*${line(item.id, 12)}* ${line(item.title, room)}`;
}

/** What has become of an item, in words: "due today at 02:30", "done by @maria, today at 16:02", … */
export function itemState(item: Item, timeZone: string, now: Temporal.Instant): string {
  switch (item.state.kind) {
    case "open": {
      const due = dueWords(item, timeZone, now);
      return isSnoozed(item, now) && item.snoozedUntil !== undefined
        ? `${due} · snoozed until ${dateToken(item.snoozedUntil, "moment", timeZone)}`
        : due;
    }
    case "done":
      return `done by ${actorWords(item.state.by)}, ${dateToken(item.state.at, "moment", timeZone)}`;
    case "skipped":
      return `skipped by ${actorWords(item.state.by)}, ${dateToken(item.state.at, "moment", timeZone)}: “${line(item.state.reason, titleRoom)}”`;
    default:
      return assertNever(item.state);
  }
}

/** "due today at 14:30", "overdue since today at 14:30", "2 days overdue (was due 2 Mar at 14:30)". */
function dueWords(item: Item, timeZone: string, now: Temporal.Instant): string {
  const due = dateToken(item.due, "moment", timeZone);
  const days = daysOverdue(item.due, now);
  if (days > 0) return `${count(days, "day")} overdue (was due ${due})`;
  return `${isOverdue(item, now) ? "overdue since" : "due"} ${due}`;
}

/** An item's line once nothing waits for it any more: "✓ *I3* Distribute … — done by @maria, today at 16:02". */
export function settledLine(
  item: Item,
  timeZone: string,
  now: Temporal.Instant,
  room: number = titleRoom,
): string {
  return `${settledMark(item)} ${itemName(item, room)} — ${itemState(item, timeZone, now)}`;
}

/** The sign before an item for which nothing waits any more. */
export function settledMark({ state }: Item): string {
  return state.kind === "skipped" ? "↷" : "✓";
}

/**
 * An item with everything that can be done to it beside it: two blocks while it is open, one when it is settled. `details` stands
 * on a line of its own under the name. Where only its assignee reads it (`mine`), it does not offer to take it.
 */
export function itemBlocks(
  closeout: Closeout,
  { item, offers }: Offered,
  now: Temporal.Instant,
  details: string,
  mine = false,
): KnownBlock[] {
  const closed = closeout.status === "closed";
  if (item.state.kind !== "open") {
    const settled = settledLine(item, closeout.timeZone, now);
    return [closed || !offers.undo ? section(settled) : section(settled, undoButton(item))];
  }
  if (closed) return [section(`${itemName(item)}\n${details}`)];
  return [section(`${itemName(item)}\n${details}`), itemControls({ item, offers }, mine)];
}

/** "@maria · due today at 02:30" */
export function openDetails(closeout: Closeout, item: Item, now: Temporal.Instant): string {
  return `${assigneeWords(item.assignee)} · ${itemState(item, closeout.timeZone, now)}`;
}

/** An item with what a message may offer for it. */
export type Offered = { readonly item: Item; readonly offers: ItemOffers };

/** What settles the item, Snooze and ⋯; where nobody has the item, Take it comes first. */
function itemControls({ item, offers }: Offered, mine: boolean): ActionsBlock {
  const controls: ActionsBlockElement[] = [
    ...settleButtons({ item, offers }),
    snoozeSelect(item),
    moreMenu({ item, offers }, mine),
  ];
  return actions(...(item.assignee === undefined ? [takeButton(item), ...controls] : controls));
}

/** `{c, i}` of an item as a button's value. */
export function itemValue(item: Item): string {
  return itemRef.encode({ c: item.closeoutId, i: item.id });
}

export function doneButton(item: Item): Button {
  return button("Done", actionIds.itemDone, itemValue(item), { accessibility_label: label("Done", item) });
}

/** The button that leads to the item's end, where there is one: a tick, the form for its evidence or step, or what it is a part of. */
export function settleButtons({ item, offers }: Offered): readonly Button[] {
  const ids = decommissionActionIds;
  const part = partRef.encode({ c: item.closeoutId, p: item.id });
  const named = (words: string, id: string, value: string) => [
    button(words, id, value, { accessibility_label: label(words, item) }),
  ];
  switch (offers.settle) {
    case "done":
      return [doneButton(item)];
    case "evidence":
      return named("Add evidence…", ids.decommissionEvidence, part);
    case "step":
      return named(`Do ${line(item.id, 12)}…`, ids.decommissionStep, part);
    case "irreversible_step":
      return named(`Prepare ${line(item.id, 12)}…`, ids.decommissionStep, part);
    case "decommission":
      return named(
        "Show the decommissioning",
        ids.decommissionShow,
        closeoutRef.encode({ c: item.closeoutId }),
      );
    case "none":
      return [];
    default:
      return assertNever(offers.settle);
  }
}

export function takeButton(item: Item): Button {
  return button("Take it", actionIds.itemTake, itemValue(item), {
    accessibility_label: label("Take it", item),
  });
}

export function undoButton(item: Item): Button {
  return button("Undo", actionIds.itemUndo, itemValue(item), { accessibility_label: label("Undo", item) });
}

export function showButton(item: Item): Button {
  return button("Open", actionIds.itemShow, itemValue(item), { accessibility_label: label("Open", item) });
}

/** Until when to leave an item alone. */
export function snoozeSelect(item: Item): StaticSelect {
  const choice = (text: string, s: SnoozeOption["s"]) =>
    option(text, snoozeOption.encode({ c: item.closeoutId, i: item.id, s }));
  return {
    type: "static_select",
    action_id: actionIds.itemSnooze,
    placeholder: plain("Snooze"),
    options: [
      choice("For 1 hour", "1h"),
      choice("Until tomorrow", "tomorrow"),
      choice("Until the next working day", "next-working-day"),
      choice("Until a date…", "date"),
    ],
  };
}

function moreMenu({ item, offers }: Offered, mine: boolean): Overflow {
  const choice = (text: string, a: MoreOption["a"]) =>
    option(text, moreOption.encode({ c: item.closeoutId, i: item.id, a }));
  return {
    type: "overflow",
    action_id: actionIds.itemMore,
    options: [
      ...(item.assignee === undefined || mine ? [] : [choice("Take it", "take")]),
      choice("Assign to…", "assign"),
      ...(offers.skip ? [choice("Skip…", "skip")] : []),
      choice("Add a note or link…", "note"),
      choice("Open", "show"),
    ],
  };
}

/** What a screen reader says: the button's own words, then which item. */
function label(words: string, item: Item): string {
  return `${words}: ${item.id.slice(0, 12)}`;
}
