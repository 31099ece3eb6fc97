import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import { reading } from "../click.ts";
import { measure } from "../measure.ts";

/** [Measure again] and [Try again]. */
export const measureBaseline = reading(closeoutRef, async (click, { c: closeoutId }) => {
  const status = await click.useCases.readStatus({ closeoutId });
  if (status === undefined) await click.reply(noCloseoutHere(click.commands));
  else await measure(click, status.closeout);
});
