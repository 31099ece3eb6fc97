import { itemsModal } from "../../../blocks/slack/checklist/items.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import type { Asked } from "../receive.ts";
import { openModal } from "./open-modal.ts";

/** Opens the window with every item of a closeout, each with its buttons. */
export async function openItems(
  asked: Asked,
  closeoutId: string,
  { onTop = false }: { readonly onTop?: boolean } = {},
): Promise<void> {
  const { channel } = asked.sender;
  const origin = channel === undefined ? {} : { channel };
  await openModal(
    asked,
    async () => {
      const items = await asked.useCases.readItems({ closeoutId });
      if (items === undefined) return { instead: noCloseoutHere(asked.commands) };
      return { view: itemsModal(items, 0, origin) };
    },
    { onTop },
  );
}
