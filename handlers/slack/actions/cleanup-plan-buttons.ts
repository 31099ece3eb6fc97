import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { planPosted } from "../../../blocks/slack/cleanup/cleanup-answers.ts";
import { cleanupPlanMessage } from "../../../blocks/slack/cleanup/cleanup-plan.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import { cannotDo } from "../../../blocks/slack/start/misuse.ts";
import { reading } from "../click.ts";
import type { Asked } from "../receive.ts";
import { replaceOriginal } from "../tell.ts";

/** [Post it in the channel]. */
export const postCleanupPlan = reading(closeoutRef, (click, { c: closeoutId }) =>
  postPlan(click, closeoutId),
);

/** Puts the plan into the channel and says so. */
export async function postPlan(asked: Asked, closeoutId: string): Promise<void> {
  const outcome = await asked.useCases.postCleanupPlan({ closeoutId, member: asked.member });
  if (outcome.kind === "no_closeout") return await asked.reply(noCloseoutHere(asked.commands));
  await asked.reply(
    outcome.kind === "posted"
      ? planPosted(outcome.closeout)
      : cannotDo("Only people with a role in this closeout post its plan."),
  );
}

/** [Look again]: reads Sensei anew, in the private answer or for everybody who sees the plan. */
export const lookAgain = reading(closeoutRef, async (click, { c: closeoutId }) => {
  const view = await click.useCases.readCleanup({ closeoutId });
  if (view === undefined) return await click.reply(noCloseoutHere(click.commands));
  const { place, sender } = click;
  if (place.kind === "ephemeral") return await replaceOriginal(sender, cleanupPlanMessage(view, true));
  if (place.kind === "message" && place.deliveryId !== undefined) {
    await click.useCases.refreshMessage({ deliveryId: place.deliveryId });
  }
  if (view.unavailable !== undefined) await click.reply(cannotDo(view.unavailable));
});
