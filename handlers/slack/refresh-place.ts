import { callbackIds } from "../../blocks/slack/actions.ts";
import { itemModal } from "../../blocks/slack/checklist/item-details.ts";
import { itemsModal } from "../../blocks/slack/checklist/items.ts";
import { todoModal } from "../../blocks/slack/checklist/todo.ts";
import type { Below } from "../../blocks/slack/codec.ts";
import { assertNever } from "../../src/domain/assert-never.ts";
import { belowWindow, type Click, type Place } from "./click.ts";
import { failureFields } from "./failure.ts";
import { publishHome } from "./publish-home.ts";
import type { Asked } from "./receive.ts";

type ItemOfCloseout = { readonly closeoutId: string; readonly itemId: string };

/**
 * Brings what the person clicked on up to date. A message of ours that shows the item was made stale by the change itself; when
 * there was no change, the person looked at an outdated one. The act is done by now, so a failure here is only logged.
 */
export async function refreshPlace(click: Click, item: ItemOfCloseout, changed: boolean): Promise<void> {
  const { place } = click;
  try {
    if (place.kind === "home") await publishHome(click, place.pages);
    else if (place.kind === "modal") await refreshWindows(click, place, item);
    else if (place.kind === "message" && place.deliveryId !== undefined && !changed) {
      await click.useCases.refreshMessage({ deliveryId: place.deliveryId });
    }
  } catch (error) {
    click.log.warn(
      { user: click.member.user, place: place.kind, ...failureFields(error) },
      "A view was not refreshed",
    );
  }
}

/** Draws the window that was clicked in again, and the list below it from which it was opened. */
async function refreshWindows(
  asked: Asked,
  place: Extract<Place, { readonly kind: "modal" }>,
  item: ItemOfCloseout,
): Promise<void> {
  const below = belowWindow(place);
  if (place.callbackId === callbackIds.item) await refreshDetails(asked, place.viewId, below, item);
  if (below !== undefined) await refreshBelow(asked, below, place.rootViewId, item.closeoutId);
}

/** Draws the details of an item again. */
export async function refreshDetails(
  { useCases, client, member, sender }: Asked,
  viewId: string,
  below: Below | undefined,
  { closeoutId, itemId }: ItemOfCloseout,
): Promise<void> {
  const view = await useCases.readItem({ closeoutId, itemId, member });
  if ("kind" in view) return;
  const channel = sender.channel === undefined ? {} : { channel: sender.channel };
  await client.views.update({
    view_id: viewId,
    view: itemModal(view, { from: "details", below, ...channel }),
  });
}

/** Draws again what lies at the bottom: Home, or the lowest window with its list. */
export async function refreshBelow(
  asked: Asked,
  { list, page = 0 }: Below,
  rootViewId: string,
  closeoutId: string,
): Promise<void> {
  const { useCases, client, member, sender, commands } = asked;
  switch (list) {
    case "home":
      return await publishHome(asked);
    case "items": {
      const items = await useCases.readItems({ closeoutId });
      if (items === undefined) return;
      const origin = sender.channel === undefined ? {} : { channel: sender.channel };
      await client.views.update({ view_id: rootViewId, view: itemsModal(items, page, origin) });
      return;
    }
    case "todo": {
      const view = todoModal(await useCases.readTodo({ member }), commands, page);
      await client.views.update({ view_id: rootViewId, view });
      return;
    }
    default:
      return assertNever(list);
  }
}
