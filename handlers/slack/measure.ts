import { setTimeout as delay } from "node:timers/promises";
import { measuredMeanwhile, measuring, notMeasured } from "../../blocks/slack/baseline-answers.ts";
import { closeoutClosed, noCloseoutHere, notPermitted } from "../../blocks/slack/refusals.ts";
import { assertNever } from "../../src/domain/assert-never.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { MeasureBaselineOutcome } from "../../src/usecases/measure-baseline.ts";
import type { Asked } from "./receive.ts";

/** Whoever waits longer than this hears that their question is being worked on. */
const patienceMs = 2_000;

/**
 * Measures the baseline. That it was measured is told by the message in the channel, which everybody sees; words are needed only
 * where it takes long, or where nothing was measured.
 */
export async function measure(
  asked: Asked,
  closeout: Closeout,
  {
    onlyFirst = false,
    patience = patienceMs,
  }: { readonly onlyFirst?: boolean; readonly patience?: number } = {},
): Promise<void> {
  const { useCases, member } = asked;
  const measurement = useCases.measureBaseline({ closeoutId: closeout.id, member, onlyFirst });
  const early = await Promise.race([measurement, delay(patience, undefined, { ref: false })]);
  if (early === undefined) await asked.reply(measuring(closeout));
  await answer(asked, await measurement);
}

async function answer(asked: Asked, outcome: MeasureBaselineOutcome): Promise<void> {
  switch (outcome.kind) {
    case "measured":
      return;
    case "measured_meanwhile":
      return await asked.reply(measuredMeanwhile(outcome.closeout, outcome.measurement));
    case "not_permitted":
      return await asked.reply(notPermitted(outcome.closeout, outcome.who, "measure_baseline"));
    case "unavailable":
      return await asked.reply(notMeasured(outcome.closeout, outcome.sentence));
    case "closed":
      return await asked.reply(closeoutClosed(outcome.closeout));
    case "no_closeout":
      return await asked.reply(noCloseoutHere(asked.commands));
    default:
      return assertNever(outcome);
  }
}
