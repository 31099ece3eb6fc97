import type { KnownBlock, ModalView } from "@slack/types";
import type { Temporal } from "temporal-polyfill";
import { daysOverdue } from "../../../src/domain/checklist/reminders.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { type ActionItem, actionName, isLateAction } from "../../../src/domain/retro/action-item.ts";
import type { ActionItemsNotice, ActionsView } from "../../../src/domain/retro/retro-view.ts";
import { dateToken, isoDay, zonedTime } from "../dates.ts";
import { actions, button, context, field, plain, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { actorWords, channelLink, count, enumerate, line, mention } from "../mrkdwn.ts";
import { onPage, pageButtons } from "../pages.ts";
import {
  type ActionItemMetadata,
  actionItemMetadata,
  actionItemRef,
  actionsPageRef,
  retroActionIds,
  retroCallbackIds,
} from "./actions-retro.ts";

/** Action items on one page of the list, and at most in one message to one person. */
const listPageSize = 10;
const mostInMessage = 15;

/** Characters of a title on a line of its own. */
const titleRoom = 300;

/** The action items of a closeout as a private answer: those still open, or with `all` those that are done too. */
export function actionsMessage(
  { closeout, actions: items, now }: ActionsView,
  all: boolean,
  commands: Commands,
  wanted = 0,
): Message {
  const open = items.filter(({ done }) => done === undefined);
  const page = onPage(all ? items : open, wanted, listPageSize);
  const name = line(closeout.name, 150);
  const text =
    items.length === 0
      ? `${name} has no action items. They come from its retrospective: \`${commands.closeout} retro\`.`
      : `${name}: ${open.length} of ${count(items.length, "action item")} still to be done.`;
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...page.shown.flatMap((one) => actionBlocks(closeout, one, now, mention(one.owner))),
      ...pageButtons(page, "action item", (turn, p) => ({
        actionId: turn === "previous" ? retroActionIds.actionsPrevious : retroActionIds.actionsNext,
        value: actionsPageRef.encode({ c: closeout.id, p, d: all }),
      })),
      ...(!all && open.length < items.length
        ? [context(`\`${commands.closeout} actions all\` also shows those that are done.`)]
        : []),
    ],
  };
}

/** Tells one person what they were given, or reminds them, always as it is now. */
export function actionItemsMessage({ about, closeout, actions: items, now }: ActionItemsNotice): Message {
  const name = line(closeout.name, 100);
  const open = items.filter(({ done }) => done === undefined);
  const shown = items.slice(0, mostInMessage);
  const left = items.length - shown.length;
  const what = count(open.length, "action item");
  const head =
    open.length === 0
      ? `${count(items.length, "action item")} of ${name}: done.`
      : about === "given"
        ? `You have ${what} from the retrospective of ${name}.`
        : `${what} of ${name} ${open.length === 1 ? "waits" : "wait"} for you.`;
  const names = enumerate(
    shown.map((one) => `${actionName(one)} ${line(one.title, 60)} (${stateWords(closeout, one, now)})`),
    5,
  );
  return {
    text: `${head} ${names}`,
    blocks: [
      section(`*${head}*`),
      ...shown.flatMap((one) => actionBlocks(closeout, one, now, mention(one.owner))),
      ...(left > 0 ? [context(`And ${count(left, "action item")} more: \`todo\` lists them all.`)] : []),
      context(
        `From ${channelLink(closeout.channel)}. Reminders come until it is done, also once the closeout is closed.`,
      ),
    ],
  };
}

/** One action item with everything that can be done to it; `details` stands before its due. */
export function actionBlocks(
  closeout: Closeout,
  action: ActionItem,
  now: Temporal.Instant,
  details: string,
): KnownBlock[] {
  const value = actionItemRef.encode({ c: closeout.id, a: action.number });
  const name = `*${actionName(action)}* ${line(action.title, titleRoom)}`;
  const state = stateWords(closeout, action, now);
  if (action.done !== undefined) {
    return [section(`✓ ${name} — ${state}`, button("Undo", retroActionIds.actionReopen, value))];
  }
  return [
    section(`${name}\n${details} · ${state}`),
    actions(
      button("Done", retroActionIds.actionDone, value),
      button("Reassign…", retroActionIds.actionAssign, value),
      button("Change due…", retroActionIds.actionDue, value),
    ),
  ];
}

function stateWords(closeout: Closeout, action: ActionItem, now: Temporal.Instant): string {
  const zone = closeout.timeZone;
  if (action.done !== undefined) {
    return `done by ${actorWords(action.done.by)}, ${dateToken(action.done.at, "moment", zone)}`;
  }
  const due = dateToken(action.due, "moment", zone);
  const days = daysOverdue(action.due, now);
  if (days > 0) return `${count(days, "day")} overdue (was due ${due})`;
  return `${isLateAction(action, now) ? "overdue since" : "due"} ${due}`;
}

/** Asks who does it instead. */
export function actionAssignModal(
  closeout: Closeout,
  action: ActionItem,
  metadata: ActionItemMetadata,
): ModalView {
  return form(closeout, action, retroCallbackIds.actionAssign, metadata, "Reassign", [
    field(
      "action_assign",
      "user",
      { type: "users_select", initial_user: action.owner },
      { label: "Who does it?" },
    ),
  ]);
}

/** Asks by when it is to be done instead. */
export function actionDueModal(
  closeout: Closeout,
  action: ActionItem,
  metadata: ActionItemMetadata,
): ModalView {
  const zone = closeout.timeZone;
  return form(closeout, action, retroCallbackIds.actionDue, metadata, "Change due", [
    field(
      "action_due",
      "date",
      { type: "datepicker", initial_date: isoDay(action.due, zone) },
      { label: "By which day?" },
    ),
    field(
      "action_due",
      "time",
      { type: "timepicker", initial_time: zonedTime(action.due, zone) },
      { label: "At what time?", hint: `In the closeout's time zone, ${zone}.` },
    ),
  ]);
}

function form(
  closeout: Closeout,
  action: ActionItem,
  callback: string,
  metadata: ActionItemMetadata,
  title: string,
  fields: readonly KnownBlock[],
): ModalView {
  return {
    type: "modal",
    callback_id: callback,
    private_metadata: actionItemMetadata.encode(metadata),
    title: plain(title),
    submit: plain("Save"),
    close: plain("Cancel"),
    blocks: [
      context(line(closeout.name, 150)),
      section(`*${actionName(action)}* ${line(action.title, titleRoom)}`),
      ...fields,
    ],
  };
}
