import { itemsPageRef } from "../../../blocks/slack/actions.ts";
import { itemsMessage, itemsModal } from "../../../blocks/slack/checklist/items.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import { reading } from "../click.ts";
import { replaceOriginal } from "../tell.ts";

/** [‹] and [›] of the list of items, in its window or in a private answer. */
export const turnItemsPage = reading(itemsPageRef, async (click, { c: closeoutId, p: page }) => {
  const { place, sender, client, useCases } = click;
  const items = await useCases.readItems({ closeoutId });
  if (items === undefined) return await click.reply(noCloseoutHere(click.commands));
  if (place.kind === "modal") {
    const origin = sender.channel === undefined ? {} : { channel: sender.channel };
    await client.views.update({ view_id: place.viewId, view: itemsModal(items, page, origin) });
  } else {
    await replaceOriginal(sender, itemsMessage(items, page));
  }
});
