import type { Message } from "../../../blocks/slack/message.ts";
import { noCloseoutHere, notPermitted } from "../../../blocks/slack/refusals.ts";
import { actionChanged, noSuchAction } from "../../../blocks/slack/retro/action-answers.ts";
import { cannotDo } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { ChangeActionOutcome } from "../../../src/usecases/retro/change-action.ts";
import type { Handling } from "../handling.ts";

/** What became of something done to an action item. */
export function actionItemAnswer(
  { commands }: Pick<Handling, "commands">,
  outcome: ChangeActionOutcome,
): Message {
  switch (outcome.kind) {
    case "changed":
      return actionChanged(outcome.closeout, outcome.action);
    case "already":
      return actionChanged(outcome.closeout, outcome.action, true);
    case "invalid":
      return cannotDo(outcome.message);
    case "no_such_action":
      return noSuchAction(outcome.closeout, outcome.number, commands);
    case "not_permitted":
      return notPermitted(outcome.closeout, outcome.who, "track_action");
    case "no_closeout":
      return noCloseoutHere(commands);
    default:
      return assertNever(outcome);
  }
}
