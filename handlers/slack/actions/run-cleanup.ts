import { runRef } from "../../../blocks/slack/cleanup/actions-cleanup.ts";
import { anywayModal, checkpointsModal } from "../../../blocks/slack/cleanup/cleanup-modals.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import { refusedToRun, requestAnswer } from "../answers/cleanup-outcomes.ts";
import { type Click, reading } from "../click.ts";
import { openModal } from "../forms/open-modal.ts";

/** [Run], [Try again] and [Run the automation]; for checkpoints it opens their form. */
export const runCleanup = reading(runRef, async (click, ref) => {
  const { c: closeoutId, k: kind, t: task, h: factsHash } = ref;
  if (kind === "checkpoints") return await openRunForm(click, ref, checkpointsModal);
  const outcome = await click.useCases.requestOperation({
    closeoutId,
    member: click.member,
    kind,
    task,
    factsHash,
  });
  await click.reply(await requestAnswer(click, outcome));
});

/** [Archive it anyway…]. */
export const archiveAnyway = reading(runRef, (click, ref) => openRunForm(click, ref, anywayModal));

async function openRunForm(
  click: Click,
  ref: Parameters<typeof checkpointsModal>[1],
  modal: typeof checkpointsModal,
): Promise<void> {
  await openModal(click, async () => {
    const view = await click.useCases.readStatus({ closeoutId: ref.c });
    if (view === undefined) return { instead: noCloseoutHere(click.commands) };
    const refused = refusedToRun(view.closeout, click.member, ref.k);
    return refused === undefined ? { view: modal(view.closeout, ref) } : { instead: refused };
  });
}
