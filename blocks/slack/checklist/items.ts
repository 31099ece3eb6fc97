import type { KnownBlock, ModalView } from "@slack/types";
import type { Item } from "../../../src/domain/checklist/item.ts";
import type { ItemsView } from "../../../src/domain/views.ts";
import { actionIds, callbackIds, closeoutModalMetadata, itemsPageRef } from "../actions.ts";
import { context, plain, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { count, line } from "../mrkdwn.ts";
import { onPage, type Page, pageButtons } from "../pages.ts";
import { itemName, itemState, openDetails, settledMark, showButton } from "./item-line.ts";

/** Items on one page, so that a page stays within a message's limits. */
export const itemsPageSize = 15;

type Entry = { readonly list: ItemsView["lists"][number]; readonly item: Item };

/** Every item, one page, as a private answer. Its page buttons replace it in place. */
export function itemsMessage(view: ItemsView, wanted = 0): Message {
  const page = pageOf(view, wanted);
  const shown = page.shown.map(({ item }) => `${line(item.id, 12)} ${line(item.title, 60)}`);
  return {
    text: `${summary(view)}${shown.length === 0 ? "" : ` Page ${page.number + 1} of ${page.pages}: ${shown.join(", ")}`}`,
    blocks: blocks(view, page),
  };
}

/** Every item, one page, as a modal; `private_metadata` says which closeout and page. */
export function itemsModal(
  view: ItemsView,
  wanted = 0,
  origin: { readonly channel?: string } = {},
): ModalView {
  const page = pageOf(view, wanted);
  return {
    type: "modal",
    callback_id: callbackIds.items,
    private_metadata: closeoutModalMetadata.encode({
      c: view.closeout.id,
      ch: origin.channel,
      p: page.number,
    }),
    title: plain("Items"),
    close: plain("Close"),
    blocks: blocks(view, page),
  };
}

function pageOf(view: ItemsView, wanted: number): Page<Entry> {
  const entries = view.lists.flatMap((list) => list.items.map((item): Entry => ({ list, item })));
  return onPage(entries, wanted, itemsPageSize);
}

/** "HR_PROD: 2 of 12 items settled, and 0 of the 25 steps within them." Counted as the card counts. */
function summary({ closeout, lists }: ItemsView): string {
  const tally = (within: boolean) => {
    const items = lists
      .filter(({ parent }) => (parent !== undefined) === within)
      .flatMap((list) => list.items);
    return { total: items.length, settled: items.filter((item) => item.state.kind !== "open").length };
  };
  const [items, steps] = [tally(false), tally(true)];
  const within =
    steps.total === 0 ? "" : `, and ${steps.settled} of the ${count(steps.total, "step")} within them`;
  return `${line(closeout.name, 80)}: ${items.settled} of ${count(items.total, "item")} settled${within}.`;
}

function blocks(view: ItemsView, page: Page<Entry>): KnownBlock[] {
  const byList = Map.groupBy(page.shown, (entry) => entry.list);
  return [
    section(summary(view)),
    ...[...byList].flatMap(([list, entries]) => [
      context(listHeading(list)),
      ...entries.map(({ item }) => section(itemText(item, view), showButton(item))),
    ]),
    ...pageButtons(page, "item", (turn, p) => ({
      actionId: turn === "previous" ? actionIds.itemsPrevious : actionIds.itemsNext,
      value: itemsPageRef.encode({ c: view.closeout.id, p }),
    })),
  ];
}

function listHeading({ title, parent }: Entry["list"]): string {
  return parent === undefined ? `*${line(title, 60)}*` : `*${line(title, 60)}* · part of ${line(parent, 12)}`;
}

function itemText(item: Item, { closeout, now }: ItemsView): string {
  if (item.state.kind !== "open") {
    return `${settledMark(item)} ${itemName(item, 120)}\n${itemState(item, closeout.timeZone, now)}`;
  }
  return `☐ ${itemName(item, 120)}\n${openDetails(closeout, item, now)}`;
}
