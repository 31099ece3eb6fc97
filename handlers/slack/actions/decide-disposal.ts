import { artifactRef, disposalPageRef, noticedRef } from "../../../blocks/slack/actions-archive.ts";
import { disposalAnswer } from "../archive-answer.ts";
import { reading } from "../click.ts";
import { openKeepForm } from "../open-archive-form.ts";

/** [Approve disposal] of one artifact. */
export const approveDisposal = reading(artifactRef, async (click, { c: closeoutId, n: number }) => {
  const { member, useCases } = click;
  const decision = { kind: "approve" } as const;
  const outcome = await useCases.decideDisposal({ closeoutId, which: { number }, decision, member });
  await click.reply(disposalAnswer(click, outcome));
});

/** [Approve all …] of a notice. */
export const approveAllDisposals = reading(noticedRef, async (click, { c: closeoutId, at: noticed }) => {
  const { member, useCases } = click;
  const decision = { kind: "approve" } as const;
  const outcome = await useCases.decideDisposal({ closeoutId, which: { noticed }, decision, member });
  await click.reply(disposalAnswer(click, outcome));
});

/** [Keep] of one artifact: asks why. */
export const keepArtifact = reading(artifactRef, (click, { c, n }) => openKeepForm(click, { c, n }));

/** [Keep all …] of a notice: asks why. */
export const keepAllArtifacts = reading(noticedRef, (click, { c, at }) => openKeepForm(click, { c, at }));

/** [‹] and [›] of a notice. */
export const turnDisposalPage = reading(disposalPageRef, async (click, { d: deliveryId, p: page }) => {
  await click.useCases.turnPage({ deliveryId, page });
});
