import type { ModalView } from "@slack/types";
import { callbackIds } from "../../../blocks/slack/actions.ts";
import { noCloseoutHere, notPermitted } from "../../../blocks/slack/refusals.ts";
import { noSuchAction } from "../../../blocks/slack/retro/action-answers.ts";
import {
  actionAssignModal,
  actionDueModal,
  actionsMessage,
} from "../../../blocks/slack/retro/action-items.ts";
import {
  type ActionItemMetadata,
  type ActionItemRef,
  actionItemRef,
  actionsPageRef,
} from "../../../blocks/slack/retro/actions-retro.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { ActionItem } from "../../../src/domain/retro/action-item.ts";
import { type ActionAct, mayTrack } from "../../../src/usecases/retro/change-action.ts";
import { actionItemAnswer } from "../answers/action-item-answer.ts";
import { belowWindow, type Click, originOf, reading } from "../click.ts";
import { failureFields } from "../failure.ts";
import { openModal } from "../forms/open-modal.ts";
import { refreshBelow } from "../refresh-place.ts";
import { replaceOriginal } from "../tell.ts";

/** [Done] and [Undo]. */
export const actionDone = reading(actionItemRef, (click, ref) => act(click, ref, { kind: "done" }));
export const actionReopen = reading(actionItemRef, (click, ref) => act(click, ref, { kind: "reopen" }));

/** [Reassign…] and [Change due…]. */
export const actionAssignButton = reading(actionItemRef, (click, ref) => ask(click, ref, actionAssignModal));
export const actionDueButton = reading(actionItemRef, (click, ref) => ask(click, ref, actionDueModal));

/** [‹] and [›] of the list. */
export const turnActionsPage = reading(actionsPageRef, async (click, { c: closeoutId, p: page, d: all }) => {
  const view = await click.useCases.readActions({ closeoutId });
  if (view === undefined) return await click.reply(noCloseoutHere(click.commands));
  await replaceOriginal(click.sender, actionsMessage(view, all, click.commands, page));
});

/** A message that shows it updates itself, Home and windows are drawn again; elsewhere words say what was done. */
async function act(
  click: Click,
  { c: closeoutId, a: number }: ActionItemRef,
  what: ActionAct,
): Promise<void> {
  const { useCases, member, place, log } = click;
  const outcome = await useCases.changeAction({ closeoutId, number, member, act: what });
  const silent = outcome.kind === "changed" && place.kind !== "ephemeral";
  if (!silent) await click.reply(actionItemAnswer(click, outcome));
  const below = place.kind === "modal" ? belowWindow(place) : originOf(click).below;
  const root = place.kind === "modal" ? place.rootViewId : "";
  try {
    if (below !== undefined) await refreshBelow(click, below, root, closeoutId);
    else if (place.kind === "message" && place.deliveryId !== undefined && outcome.kind !== "changed") {
      await useCases.refreshMessage({ deliveryId: place.deliveryId });
    }
  } catch (error) {
    log.warn({ user: member.user, place: place.kind, ...failureFields(error) }, "A view was not refreshed");
  }
}

/** Whoever may not is told so now; the use case decides again. */
async function ask(
  click: Click,
  { c: closeoutId, a: number }: ActionItemRef,
  draw: (closeout: Closeout, action: ActionItem, metadata: ActionItemMetadata) => ModalView,
): Promise<void> {
  const { place, sender, member, commands } = click;
  await openModal(
    click,
    async () => {
      const view = await click.useCases.readActions({ closeoutId });
      if (view === undefined) return { instead: noCloseoutHere(commands) };
      const { closeout } = view;
      const action = view.actions.find((one) => one.number === number);
      if (action === undefined) return { instead: noSuchAction(closeout, number, commands) };
      const permission = mayTrack(closeout, action, member);
      if (!permission.allowed) return { instead: notPermitted(closeout, permission.who, "track_action") };
      const { below } = originOf(click);
      const metadata = {
        c: closeoutId,
        a: number,
        ...(sender.channel === undefined ? {} : { ch: sender.channel }),
        ...(below === undefined ? {} : { below }),
      };
      return { view: draw(closeout, action, metadata) };
    },
    { onTop: place.kind === "modal" && place.callbackId !== callbackIds.home },
  );
}
