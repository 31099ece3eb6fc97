import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { startArchiveAnswer } from "../archive-answer.ts";
import { reading } from "../click.ts";

/** [Archive artifacts] and [Try again]. */
export const runArchive = reading(closeoutRef, async (click, { c: closeoutId }) => {
  const { member, useCases } = click;
  await click.reply(startArchiveAnswer(click, await useCases.startArchive({ closeoutId, member })));
});
