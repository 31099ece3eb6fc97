import { type ItemRef, itemRef } from "../../../blocks/slack/actions.ts";
import { itemModal } from "../../../blocks/slack/checklist/item-details.ts";
import { type Click, originOf, reading } from "../click.ts";
import { openModal } from "../forms/open-modal.ts";
import { missingItem } from "../missing-item.ts";

/** [Details]. */
export const showItem = reading(itemRef, openItemDetails);

/** Opens the window with everything known about an item. */
export async function openItemDetails(click: Click, { c: closeoutId, i: itemId }: ItemRef): Promise<void> {
  const { useCases, member } = click;
  await openModal(
    click,
    async () => {
      const view = await useCases.readItem({ closeoutId, itemId, member });
      return "kind" in view
        ? { instead: await missingItem(click, closeoutId, itemId) }
        : { view: itemModal(view, originOf(click)) };
    },
    { onTop: click.place.kind === "modal" },
  );
}
