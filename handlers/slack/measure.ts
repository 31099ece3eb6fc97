import { setTimeout as delay } from "node:timers/promises";
import { measuredMeanwhile, measuring, notMeasured } from "../../blocks/slack/baseline/baseline-answers.ts";
import { assertNever } from "../../src/domain/assert-never.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { MeasureBaselineOutcome } from "../../src/usecases/baseline/measure-baseline.ts";
import { refusalAnswer } from "./answers/refusal-answer.ts";
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
    case "unavailable":
      return await asked.reply(notMeasured(outcome.closeout, outcome.sentence));
    case "not_permitted":
    case "closed":
    case "no_closeout":
      return await asked.reply(refusalAnswer(asked, outcome, "measure_baseline"));
    default:
      return assertNever(outcome);
  }
}
