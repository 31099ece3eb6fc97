import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { operationRef } from "../../../blocks/slack/cleanup/actions-cleanup.ts";
import { keepModal, settleModal } from "../../../blocks/slack/cleanup/cleanup-modals.ts";
import { noCloseoutHere, notPermitted } from "../../../blocks/slack/refusals.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import { earlierReleaseAnswer, requestAnswer } from "../answers/cleanup-outcomes.ts";
import { reading } from "../click.ts";
import { openModal } from "../forms/open-modal.ts";

/** [Release…] in messages from before that was a sign-off. */
export const releaseCheckpoints = reading(operationRef, async (click, ref) => {
  await click.reply(await earlierReleaseAnswer(click, ref));
});

/** [Keep for audit…] in the plan. Whoever is not the compliance officer is told so now rather than after filling the form in. */
export const keepCheckpoints = reading(closeoutRef, async (click, { c: closeoutId }) => {
  await openModal(click, async () => {
    const view = await click.useCases.readStatus({ closeoutId });
    if (view === undefined) return { instead: noCloseoutHere(click.commands) };
    const permission = mayDo("release_checkpoints", view.closeout, click.member);
    return permission.allowed
      ? { view: keepModal(view.closeout) }
      : { instead: notPermitted(view.closeout, permission.who, "release_checkpoints") };
  });
});

/** [Remind the compliance officer]. Asking again for what waits reminds. */
export const remindCompliance = reading(operationRef, async (click, { c: closeoutId }) => {
  const outcome = await click.useCases.requestOperation({
    closeoutId,
    member: click.member,
    kind: "checkpoints",
    factsHash: "",
  });
  await click.reply(await requestAnswer(click, outcome));
});

/** [Settle it by hand…]: the owner's business. */
export const settleByHand = reading(operationRef, async (click, { c: closeoutId, o }) => {
  await openModal(click, async () => {
    const view = await click.useCases.readCleanup({ closeoutId });
    if (view === undefined) return { instead: noCloseoutHere(click.commands) };
    const { closeout } = view;
    const permission = mayDo("settle_operation", closeout, click.member);
    if (!permission.allowed) return { instead: notPermitted(closeout, permission.who, "settle_operation") };
    const all = [...view.operations, ...view.tasks].flatMap(({ latest }) => latest ?? []);
    const operation = all.find(({ id }) => id === o);
    return operation === undefined
      ? { instead: noCloseoutHere(click.commands) }
      : { view: settleModal(closeout, operation) };
  });
});
