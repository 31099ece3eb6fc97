import {
  baselineOutdated,
  baselineSent,
  baselineSentAlready,
  noBaseline,
} from "../../blocks/slack/baseline-answers.ts";
import type { Message } from "../../blocks/slack/message.ts";
import { closeoutClosed, noCloseoutHere, notPermitted } from "../../blocks/slack/refusals.ts";
import { assertNever } from "../../src/domain/assert-never.ts";
import type { SendBaselineOutcome } from "../../src/usecases/send-baseline.ts";
import type { Asked } from "./receive.ts";

/** What a person hears about sending a measurement to the stakeholders. */
export function sendAnswer({ commands }: Pick<Asked, "commands">, outcome: SendBaselineOutcome): Message {
  switch (outcome.kind) {
    case "sent":
      return baselineSent(outcome.closeout, outcome.measurement);
    case "sent_already":
      return baselineSentAlready(outcome.closeout, outcome.measurement);
    case "outdated":
      return baselineOutdated(outcome.closeout, outcome.newest, commands);
    case "not_permitted":
      return notPermitted(outcome.closeout, outcome.who, "measure_baseline");
    case "none":
      return noBaseline(outcome.closeout, commands);
    case "closed":
      return closeoutClosed(outcome.closeout);
    case "no_closeout":
      return noCloseoutHere(commands);
    default:
      return assertNever(outcome);
  }
}
