import type { Message } from "../../../blocks/slack/message.ts";
import { itemAlready, itemChanged, itemDoneByHand } from "../../../blocks/slack/outcomes.ts";
import { noSuchItem } from "../../../blocks/slack/refusals.ts";
import { cannotDo } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Act } from "../../../src/domain/permissions.ts";
import type { ChangeItemOutcome, ItemAct } from "../../../src/usecases/checklist/change-item.ts";
import type { Handling } from "../handling.ts";
import { isRefusal, refusalAnswer } from "./refusal-answer.ts";

/** What a person hears about an act on an item. */
export function changeAnswer(
  { commands }: Pick<Handling, "commands">,
  itemId: string,
  act: ItemAct["kind"],
  outcome: ChangeItemOutcome,
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, permissionOf[act]);
  switch (outcome.kind) {
    case "changed":
      return outcome.insteadOf === undefined
        ? itemChanged(outcome.closeout, outcome.item, outcome.attached ?? act)
        : itemDoneByHand(outcome.closeout, outcome.item, outcome.insteadOf);
    case "already":
      return itemAlready(outcome.closeout, outcome.item, act);
    case "no_such_item":
      return noSuchItem(outcome.closeout, itemId, outcome.suggestion, commands);
    case "invalid":
      return cannotDo(`${itemId.toUpperCase()}: ${outcome.message}`);
    default:
      return assertNever(outcome);
  }
}

/** By which line of the table of permissions an act is judged. */
export const permissionOf: Readonly<Record<ItemAct["kind"], Act>> = {
  complete: "complete",
  reopen: "reopen",
  skip: "skip",
  assign: "assign",
  snooze: "snooze",
  due: "change_due",
  note: "note",
  evidence: "note",
};
