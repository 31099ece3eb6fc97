import { callbackIds, closeoutModalMetadata } from "../../blocks/slack/actions.ts";
import { itemModal } from "../../blocks/slack/item-details.ts";
import { itemsModal } from "../../blocks/slack/items.ts";
import type { Click } from "./click.ts";
import { failureFields } from "./failure.ts";
import { publishHome } from "./publish-home.ts";
import type { Asked } from "./receive.ts";

/**
 * Brings what the person clicked on up to date. A message of ours that shows the item was made stale by the change itself; when
 * there was no change, the person looked at an outdated one. The act is done by now, so a failure here is only logged.
 */
export async function refreshPlace(
  click: Click,
  item: { readonly closeoutId: string; readonly itemId: string },
  changed: boolean,
): Promise<void> {
  const { place } = click;
  try {
    if (place.kind === "home") await publishHome(click, place.pages);
    else if (place.kind === "modal") await refreshWindow(click, place, item);
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

/** Draws a window of ours again as it should be now: the details of an item, or the list of all. */
export async function refreshWindow(
  { useCases, client, member, sender }: Asked,
  window: { readonly viewId: string; readonly callbackId: string; readonly metadata: string },
  { closeoutId, itemId }: { readonly closeoutId: string; readonly itemId: string },
): Promise<void> {
  const channel = sender.channel === undefined ? {} : { channel: sender.channel };
  if (window.callbackId === callbackIds.item) {
    const view = await useCases.readItem({ closeoutId, itemId, member });
    if ("kind" in view) return;
    await client.views.update({
      view_id: window.viewId,
      view: itemModal(view, { from: "details", ...channel }),
    });
  }
  if (window.callbackId === callbackIds.items) {
    const items = await useCases.readItems({ closeoutId });
    if (items === undefined) return;
    const page = closeoutModalMetadata.safeDecode(window.metadata);
    const view = itemsModal(items, page.success ? page.data.p : 0, channel);
    await client.views.update({ view_id: window.viewId, view });
  }
}
