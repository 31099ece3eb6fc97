import { findingRef } from "../../../blocks/slack/baseline/actions-baseline.ts";
import { waiveModal } from "../../../blocks/slack/baseline/baseline-findings.ts";
import { waiveRefusal } from "../answers/waive-answer.ts";
import { reading } from "../click.ts";
import { openModal } from "../forms/open-modal.ts";

/** [Waive…]: the form that asks why, for those who may decide. */
export const openWaiver = reading(findingRef, async (click, { c: closeoutId, n: number, m: metric }) => {
  const { useCases, member, sender } = click;
  await openModal(click, async () => {
    const outcome = await useCases.prepareWaiver({ closeoutId, number, metric, member });
    return outcome.kind === "ready"
      ? { view: waiveModal(outcome.closeout, number, outcome.finding, sender.channel) }
      : { instead: waiveRefusal(click, outcome) };
  });
});
