import { baselineOutdated, findingNotOpen } from "../../../blocks/slack/baseline/baseline-answers.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { CannotWaive } from "../../../src/usecases/baseline/waive-finding.ts";
import type { Asked } from "../receive.ts";
import { isRefusal, refusalAnswer } from "./refusal-answer.ts";

/** Why somebody cannot decide on a regression. */
export function waiveRefusal({ commands }: Pick<Asked, "commands">, outcome: CannotWaive): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "waive_finding");
  switch (outcome.kind) {
    case "not_open":
      return findingNotOpen(outcome.closeout, outcome.finding);
    case "outdated":
      return baselineOutdated(outcome.closeout, outcome.newest, commands);
    default:
      return assertNever(outcome);
  }
}
