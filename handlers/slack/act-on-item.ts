import type { ItemRef } from "../../blocks/slack/actions.ts";
import type { ItemAct } from "../../src/usecases/checklist/change-item.ts";
import { changeAnswer } from "./answers/change-answer.ts";
import type { Click } from "./click.ts";
import { refreshPlace } from "./refresh-place.ts";

/**
 * Does at once what a click on an item asks for. A message that shows the item updates itself, Home and windows are drawn
 * again; words are needed only where nothing on screen changes, where nothing could be done, or where a tick stands for evidence.
 */
export async function actOnItem(
  click: Click,
  { c: closeoutId, i: itemId }: ItemRef,
  act: ItemAct,
): Promise<void> {
  const outcome = await click.useCases.changeItem({ closeoutId, itemId, member: click.member, act });
  const silent =
    outcome.kind === "changed" && outcome.insteadOf === undefined && click.place.kind !== "ephemeral";
  if (!silent) await click.reply(changeAnswer(click, itemId, act.kind, outcome));
  await refreshPlace(click, { closeoutId, itemId }, outcome.kind === "changed");
}
