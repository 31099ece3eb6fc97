import type { Message } from "../../blocks/slack/message.ts";
import { noCloseoutHere, noSuchItem } from "../../blocks/slack/refusals.ts";
import { suggest } from "../../src/domain/suggest.ts";
import type { Asked } from "./receive.ts";

/** What somebody hears who named an item that is not there: the nearest one, if one is near. */
export async function missingItem(
  { useCases, commands }: Asked,
  closeoutId: string,
  itemId: string,
): Promise<Message> {
  const view = await useCases.readItems({ closeoutId });
  if (view === undefined) return noCloseoutHere(commands);
  const ids = view.lists.flatMap(({ items }) => items.map(({ id }) => id));
  return noSuchItem(view.closeout, itemId, suggest(itemId, ids), commands);
}
