import { baselineOutdated, findingNotOpen } from "../../blocks/slack/baseline-answers.ts";
import type { Message } from "../../blocks/slack/message.ts";
import { closeoutClosed, noCloseoutHere, notPermitted } from "../../blocks/slack/refusals.ts";
import { assertNever } from "../../src/domain/assert-never.ts";
import type { CannotWaive } from "../../src/usecases/waive-finding.ts";
import type { Asked } from "./receive.ts";

/** Why somebody cannot decide on a regression. */
export function waiveRefusal({ commands }: Pick<Asked, "commands">, outcome: CannotWaive): Message {
  switch (outcome.kind) {
    case "not_permitted":
      return notPermitted(outcome.closeout, outcome.who, "waive_finding");
    case "not_open":
      return findingNotOpen(outcome.closeout, outcome.finding);
    case "outdated":
      return baselineOutdated(outcome.closeout, outcome.newest, commands);
    case "closed":
      return closeoutClosed(outcome.closeout);
    case "no_closeout":
      return noCloseoutHere(commands);
    default:
      return assertNever(outcome);
  }
}
