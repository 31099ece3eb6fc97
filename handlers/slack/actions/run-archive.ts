import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { archivePlanMessage } from "../../../blocks/slack/archive/archive-plan.ts";
import { startArchiveAnswer } from "../answers/archive-answer.ts";
import { reading } from "../click.ts";
import { failureFields } from "../failure.ts";
import { replaceOriginal } from "../tell.ts";

/** [Archive artifacts] and [Try again]. A private plan is shown anew, without its button, for it has been pressed. */
export const runArchive = reading(closeoutRef, async (click, { c: closeoutId }) => {
  const { commands, member, sender, useCases } = click;
  const outcome = await useCases.startArchive({ closeoutId, member });
  await click.reply(startArchiveAnswer(click, outcome));
  if (outcome.kind !== "started" || click.place.kind !== "ephemeral") return;
  try {
    const view = await useCases.readArchive({ closeoutId, member });
    if (view !== undefined) await replaceOriginal(sender, archivePlanMessage(view, commands));
  } catch (error) {
    click.log.warn({ user: member.user, ...failureFields(error) }, "A plan was not refreshed");
  }
});
