import type { HomeView, KnownBlock } from "@slack/types";
import type { HomeView as HomeData } from "../../../src/domain/views.ts";
import { actionIds, callbackIds, type HomePageRef, homeMetadata, homePageRef } from "../actions.ts";
import { nothingWaits, todoBlocks, todoPageSize, waiting } from "../checklist/todo.ts";
import { listedBlocks } from "../closing/closeout-list.ts";
import { context, divider, header, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { onPage, pageButtons } from "../pages.ts";

/** Closeouts on one page of Home. */
const closeoutsPageSize = 10;

/**
 * App Home of one person: what waits for me, most urgent first, each with its buttons; then my closeouts. The two lists
 * turn their pages separately; `private_metadata` remembers where they stand.
 */
export function homeView(
  view: HomeData,
  reader: string,
  commands: Commands,
  wanted: HomePageRef = { t: 0, c: 0 },
): HomeView {
  const todo = onPage(view.todo, wanted.t, todoPageSize);
  const mine = onPage(view.closeouts, wanted.c, closeoutsPageSize);
  const at = { t: todo.number, c: mine.number };
  return {
    type: "home",
    callback_id: callbackIds.home,
    private_metadata: homeMetadata.encode(at),
    blocks: [
      header(todo.total === 0 ? "Nothing waits for you" : waiting(todo.total)),
      ...(todo.total === 0 ? [context(nothingWaits)] : []),
      ...todoBlocks(todo.shown, view.now),
      ...pageButtons(todo, "thing", (turn, t) => ({
        actionId: turn === "previous" ? actionIds.homeTodoPrevious : actionIds.homeTodoNext,
        value: homePageRef.encode({ ...at, t }),
      })),
      divider,
      header("My closeouts"),
      ...(mine.total === 0
        ? [noCloseouts(commands)]
        : mine.shown.flatMap((one) => listedBlocks(one, reader))),
      ...pageButtons(mine, "closeout", (turn, c) => ({
        actionId: turn === "previous" ? actionIds.homeCloseoutsPrevious : actionIds.homeCloseoutsNext,
        value: homePageRef.encode({ ...at, c }),
      })),
      divider,
      context(`\`${commands.closeout} help\` in any channel explains everything that Closeout can do.`),
    ],
  };
}

/** Home with nothing but a message: for people who may not act, and when something failed. */
export function noticeHome({ blocks }: Message): HomeView {
  return { type: "home", callback_id: callbackIds.home, blocks };
}

function noCloseouts({ closeout }: Commands): KnownBlock {
  return section(
    `You take part in no open closeout. To start one, go to the migration's channel and type \`${closeout} start\`.`,
  );
}
