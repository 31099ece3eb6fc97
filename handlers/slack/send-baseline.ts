import {
  baselineOutdated,
  baselineSent,
  baselineSentAlready,
  noBaseline,
} from "../../blocks/slack/baseline/baseline-answers.ts";
import type { Message } from "../../blocks/slack/message.ts";
import { assertNever } from "../../src/domain/assert-never.ts";
import type { SendBaselineOutcome } from "../../src/usecases/baseline/send-baseline.ts";
import { isRefusal, refusalAnswer } from "./answers/refusal-answer.ts";
import type { Asked } from "./receive.ts";

/** What a person hears about sending a measurement to the stakeholders. */
export function sendAnswer({ commands }: Pick<Asked, "commands">, outcome: SendBaselineOutcome): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "measure_baseline");
  switch (outcome.kind) {
    case "sent":
      return baselineSent(outcome.closeout, outcome.measurement);
    case "sent_already":
      return baselineSentAlready(outcome.closeout, outcome.measurement);
    case "outdated":
      return baselineOutdated(outcome.closeout, outcome.newest, commands);
    case "none":
      return noBaseline(outcome.closeout, commands);
    default:
      return assertNever(outcome);
  }
}
