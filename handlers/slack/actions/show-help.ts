import { helpTopicSchema } from "../../../blocks/slack/actions.ts";
import { helpMessage } from "../../../blocks/slack/help.ts";
import type { ClickListener } from "../click.ts";
import { replaceOriginal } from "../tell.ts";

/** [Help], and the choice of a topic within a private help. */
export const showHelp: ClickListener = async (click) => {
  const topic = helpTopicSchema.safeParse(click.value);
  const message = topic.success ? helpMessage(click.commands, topic.data) : helpMessage(click.commands);
  if (topic.success && click.place.kind === "ephemeral") await replaceOriginal(click.sender, message);
  else await click.reply(message);
};
