import { helpTopicSchema } from "../../../blocks/slack/actions.ts";
import { helpMessage, helpModal } from "../../../blocks/slack/start/help.ts";
import type { ClickListener } from "../click.ts";
import { openModal } from "../forms/open-modal.ts";
import { replaceOriginal } from "../tell.ts";

/** [Help], and the choice of a topic: where help stands already it changes in place, elsewhere it opens a window. */
export const showHelp: ClickListener = async (click) => {
  const { place, commands, client, sender } = click;
  const parsed = helpTopicSchema.safeParse(click.value);
  const topic = parsed.success ? parsed.data : undefined;
  if (place.kind === "modal") {
    await client.views.update({ view_id: place.viewId, view: helpModal(commands, topic) });
  } else if (place.kind === "ephemeral" && topic !== undefined) {
    await replaceOriginal(sender, helpMessage(commands, topic));
  } else {
    await openModal(click, async () => ({ view: helpModal(commands, topic) }));
  }
};
