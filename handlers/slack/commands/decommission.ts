import { unknownDecommission } from "../../../blocks/slack/decommission/decommission-answers.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { parseDecommissionCommand } from "../../../src/domain/decommission/decommission-command.ts";
import { answerView, postView } from "../actions/decommission-buttons.ts";
import { askForApproval, openDecommissionForm } from "../forms/open-decommission.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout decommission …`. Nothing of it is done by a typed word alone: forms and buttons ask first. */
export async function decommissionCommand(asked: Asked, { id }: Closeout, words: string): Promise<void> {
  const command = parseDecommissionCommand(words);
  switch (command.kind) {
    case "unknown":
      return await asked.reply(unknownDecommission(command.word, command.suggestion, asked.commands));
    case "view":
      return await answerView(asked, id);
    case "post":
      return await postView(asked, id);
    case "approval":
      return await askForApproval(asked, id);
    case "straggler":
    case "early":
      return await openDecommissionForm(asked, id, { kind: command.kind, words: command.words ?? "" });
    case "evidence":
    case "step":
    case "undo":
      return command.id === undefined
        ? await answerView(asked, id)
        : await openDecommissionForm(asked, id, { kind: command.kind, part: command.id });
    default:
      return assertNever(command);
  }
}
