import { z } from "zod";
import { addToItemModal } from "../../../blocks/slack/checklist/item-modals.ts";
import { closeoutClosed, noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import { openModal } from "../forms/open-modal.ts";
import type { ShortcutListener } from "../shortcut.ts";

const messageSchema = z.looseObject({
  channel: z.looseObject({ id: z.string() }),
  message_ts: z.string(),
});

/**
 * "Add to closeout item" on a message: attaches a link to it to an item of the channel's closeout. Works in threads, where
 * slash commands do not.
 */
export const addToItem: ShortcutListener = async (asked, body) => {
  const { channel, message_ts } = messageSchema.parse(body);
  const { client, useCases, workspace, commands } = asked;
  await openModal(asked, async () => {
    const closeout = await useCases.findCloseout({
      installation: workspace.installation,
      channel: channel.id,
    });
    if (closeout === undefined) return { instead: noCloseoutHere(commands) };
    if (closeout.status === "closed") return { instead: closeoutClosed(closeout) };
    const [items, link] = await Promise.all([
      useCases.readItems({ closeoutId: closeout.id }),
      client.chat.getPermalink({ channel: channel.id, message_ts }),
    ]);
    if (items === undefined) return { instead: noCloseoutHere(commands) };
    const initial = { kind: "evidence", text: link.permalink ?? "" } as const;
    return { view: addToItemModal(items, { channel: channel.id, from: "shortcut" }, initial) };
  });
};
