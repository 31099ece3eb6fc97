import { digestPageRef } from "../../../blocks/slack/actions.ts";
import { unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { reading } from "../click.ts";

/** [‹] and [›] of a digest: turns the page for everybody who sees it. */
export const turnDigestPage = reading(digestPageRef, async (click, { d: deliveryId, p: page }) => {
  const turned = await click.useCases.turnPage({ deliveryId, page });
  if (!turned) await click.reply(unreadableControl(click.commands));
});
