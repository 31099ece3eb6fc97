import { itemsModal } from "../../blocks/slack/items.ts";
import { openModal } from "./open-modal.ts";
import type { Asked } from "./receive.ts";

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
    async () => ({ view: itemsModal(await asked.useCases.readItems({ closeoutId }), 0, origin) }),
    { onTop },
  );
}
