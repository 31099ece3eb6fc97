import { greetingMessage } from "../../../blocks/slack/start/help.ts";
import { byPerson } from "../event.ts";

/** Somebody mentions the bot: they hear how to talk to it, privately, for a mention is no command. */
export const mentioned = byPerson(async (asked) => {
  await asked.reply(greetingMessage(asked.commands));
});
