import { closeoutRef, pageRef } from "../../../blocks/slack/actions.ts";
import { closeoutListMessage } from "../../../blocks/slack/closing/closeout-list.ts";
import { closeAnswer, openReopenForm } from "../answers/closing-answer.ts";
import { reading } from "../click.ts";
import { replaceOriginal } from "../tell.ts";

/** [Close…], once its dialog was confirmed. */
export const closeButton = reading(closeoutRef, async (click, { c: closeoutId }) => {
  const { useCases, member } = click;
  await click.reply(closeAnswer(click, await useCases.closeCloseout({ closeoutId, member })));
});

/** [Open it again…] */
export const reopenButton = reading(closeoutRef, (click, { c }) => openReopenForm(click, c));

/** Turns a page of the list of closeouts. */
export const turnCloseoutsPage = reading(pageRef, async (click, { p }) => {
  const { useCases, member, commands, place, sender } = click;
  const message = closeoutListMessage(await useCases.listCloseouts({ member }), member.user, commands, p);
  if (place.kind === "ephemeral") await replaceOriginal(sender, message);
  else await click.reply(message);
});
