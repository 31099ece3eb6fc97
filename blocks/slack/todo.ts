import type { KnownBlock } from "@slack/types";
import type { Temporal } from "temporal-polyfill";
import type { TodoEntry, TodoView } from "../../src/domain/views.ts";
import { actionIds, pageRef } from "./actions.ts";
import { context, section } from "./elements.ts";
import { itemBlocks, openDetails } from "./item-line.ts";
import type { Commands, Message } from "./message.ts";
import { channelLink, count, line } from "./mrkdwn.ts";
import { onPage, pageButtons } from "./pages.ts";

/** Things on one page of `todo` and of Home. */
export const todoPageSize = 10;

/** What waits for me, over all channels, most urgent first, each with its buttons. */
export function todoMessage({ entries, now }: TodoView, commands: Commands, wanted = 0): Message {
  const page = onPage(entries, wanted, todoPageSize);
  const names = page.shown.map(
    ({ item, closeout }) => `${line(item.id, 12)} ${line(item.title, 60)} in ${line(closeout.name, 40)}`,
  );
  const more = page.total - names.length;
  if (page.total === 0) {
    const text = "Nothing waits for you. Items show up here as soon as they are assigned to you.";
    return {
      text,
      blocks: [
        section(text),
        context(`\`${commands.closeout} items\` in a closeout's channel lists all of its items.`),
      ],
    };
  }
  return {
    text: `${waiting(page.total)}: ${names.join(", ")}${more > 0 ? ` and ${count(more, "more")}` : ""}`,
    blocks: [
      section(`*${waiting(page.total)}*`),
      ...todoBlocks(page.shown, now),
      ...pageButtons(page, "item", (turn, p) => ({
        actionId: turn === "previous" ? actionIds.todoPrevious : actionIds.todoNext,
        value: pageRef.encode({ p }),
      })),
    ],
  };
}

/** "3 things wait for you" */
export function waiting(many: number): string {
  return `${count(many, "thing")} ${many === 1 ? "waits" : "wait"} for you`;
}

/** Each entry with its buttons and the closeout that it belongs to. */
export function todoBlocks(entries: readonly TodoEntry[], now: Temporal.Instant): KnownBlock[] {
  return entries.flatMap(({ closeout, item }) =>
    itemBlocks(
      closeout,
      item,
      now,
      `${openDetails(closeout, item, now)} · ${line(closeout.name, 80)} in ${channelLink(closeout.channel)}`,
    ),
  );
}
