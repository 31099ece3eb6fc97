import type { KnownBlock, ModalView } from "@slack/types";
import type { Temporal } from "temporal-polyfill";
import { isOverdue } from "../../../src/domain/checklist/item.ts";
import { actionName, isLateAction } from "../../../src/domain/retro/action-item.ts";
import type { TodoEntry, TodoView } from "../../../src/domain/views.ts";
import { actionIds, callbackIds, pageRef } from "../actions.ts";
import { sameDay } from "../dates.ts";
import { context, plain, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { channelLink, count, line } from "../mrkdwn.ts";
import { onPage, type Page, pageButtons } from "../pages.ts";
import { actionBlocks } from "../retro/action-items.ts";
import { signoffEntryBlocks } from "../signoff/signoff-entry.ts";
import { itemBlocks, itemName, itemState, showButton } from "./item-line.ts";

/** Things on one page of `todo` and of Home. */
export const todoPageSize = 10;

/** What waits for me, over all channels, most urgent first, each with its buttons: as a private answer. */
export function todoMessage({ entries, now }: TodoView, commands: Commands, wanted = 0): Message {
  const page = onPage(entries, wanted, todoPageSize);
  return { text: todoText(page), blocks: pageBlocks(page, now, commands) };
}

/** The same as a window; `private_metadata` says which page. */
export function todoModal({ entries, now }: TodoView, commands: Commands, wanted = 0): ModalView {
  const page = onPage(entries, wanted, todoPageSize);
  return {
    type: "modal",
    callback_id: callbackIds.todo,
    private_metadata: pageRef.encode({ p: page.number }),
    title: plain("What is mine"),
    close: plain("Close"),
    blocks: pageBlocks(page, now, commands),
  };
}

/** "3 things wait for you" */
export function waiting(many: number): string {
  return `${count(many, "thing")} ${many === 1 ? "waits" : "wait"} for you`;
}

/** Said where nothing waits. */
export const nothingWaits =
  "Items show up here as soon as they are given to you, and sign-offs as soon as you are asked.";

/** Each entry with its buttons and the closeout that it belongs to, under headings that say how urgent it is. */
export function todoBlocks(entries: readonly TodoEntry[], now: Temporal.Instant): KnownBlock[] {
  return [...Map.groupBy(entries, (entry) => urgencyOf(entry, now))].flatMap(([urgency, group]) => [
    context(`*${urgency}*`),
    ...group.flatMap((entry) => entryBlocks(entry, urgency, now)),
  ]);
}

function pageBlocks(page: Page<TodoEntry>, now: Temporal.Instant, commands: Commands): KnownBlock[] {
  if (page.total === 0) {
    return [
      section(`*Nothing waits for you.* ${nothingWaits}`),
      context(`\`${commands.closeout} items\` in a closeout's channel lists all of its items.`),
    ];
  }
  return [
    section(`*${waiting(page.total)}*`),
    ...todoBlocks(page.shown, now),
    ...pageButtons(page, "thing", (turn, p) => ({
      actionId: turn === "previous" ? actionIds.todoPrevious : actionIds.todoNext,
      value: pageRef.encode({ p }),
    })),
  ];
}

function todoText(page: Page<TodoEntry>): string {
  if (page.total === 0) return `Nothing waits for you. ${nothingWaits}`;
  const names = page.shown.map((entry) => `${nameOf(entry)} in ${line(entry.closeout.name, 40)}`);
  const more = page.total - names.length;
  return `${waiting(page.total)}: ${names.join(", ")}${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}`;
}

function nameOf(entry: TodoEntry): string {
  if ("request" in entry) return `sign-off ${entry.request.number} ${line(entry.request.title, 60)}`;
  return "action" in entry
    ? `${actionName(entry.action)} ${line(entry.action.title, 60)}`
    : `${line(entry.item.id, 12)} ${line(entry.item.title, 60)}`;
}

const weekMs = 7 * 24 * 60 * 60 * 1000;

type Urgency = "To approve or reject" | "Overdue" | "Due today" | "Within a week" | "Later";

function urgencyOf(entry: TodoEntry, now: Temporal.Instant): Urgency {
  if ("request" in entry) return "To approve or reject";
  if ("action" in entry ? isLateAction(entry.action, now) : isOverdue(entry.item, now)) return "Overdue";
  const { due } = "action" in entry ? entry.action : entry.item;
  if (sameDay(due, now, entry.closeout.timeZone)) return "Due today";
  return due.epochMilliseconds - now.epochMilliseconds < weekMs ? "Within a week" : "Later";
}

/**
 * The reader has all of these, so their own name is not repeated on every line. What is not urgent takes less room: one button,
 * which opens everything.
 */
function entryBlocks(entry: TodoEntry, urgency: Urgency, now: Temporal.Instant): KnownBlock[] {
  if ("request" in entry) return signoffEntryBlocks(entry);
  const { closeout } = entry;
  const where = `${line(closeout.name, 80)} in ${channelLink(closeout.channel)}`;
  if ("action" in entry) return actionBlocks(closeout, entry.action, now, where);
  const { item } = entry;
  const state = itemState(item, closeout.timeZone, now);
  const sentence = state.charAt(0).toUpperCase() + state.slice(1);
  const details = `${sentence} · ${where}`;
  if (urgency === "Later") return [section(`${itemName(item)}\n${details}`, showButton(item))];
  return itemBlocks(closeout, entry, now, details, true);
}
