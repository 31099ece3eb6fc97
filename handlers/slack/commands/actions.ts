import { noActionsHere, unknownActionWord } from "../../../blocks/slack/retro/action-answers.ts";
import { actionsMessage } from "../../../blocks/slack/retro/action-items.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { parseActionCommand } from "../../../src/domain/retro/action-command.ts";
import type { ActionsView } from "../../../src/domain/retro/retro-view.ts";
import type { ActionAct } from "../../../src/usecases/retro/change-action.ts";
import { actionItemAnswer } from "../answers/action-item-answer.ts";
import type { Asked } from "../receive.ts";

/** More than this by one command is a slip. */
const mostAtOnce = 20;

/** Serves `/closeout actions …`, in the channel of a closeout that may be closed. */
export async function actionsCommand(asked: Asked, words: string): Promise<void> {
  const command = parseActionCommand(words);
  const { sender, workspace, useCases, commands } = asked;
  if (command.kind === "unknown") {
    return await asked.reply(unknownActionWord(command.word, command.suggestion, commands));
  }
  const { installation } = workspace;
  const { channel } = sender;
  const view = channel === undefined ? undefined : await useCases.readActions({ installation, channel });
  if (view === undefined) return await asked.reply(noActionsHere(commands));
  switch (command.kind) {
    case "list":
      return await asked.reply(actionsMessage(view, command.all, commands));
    case "done":
    case "reopen":
      return await change(asked, view, command.numbers, { kind: command.kind }, command.kind);
    case "assign": {
      const { number, user } = command;
      const numbers = number === undefined || user === undefined ? [] : [number];
      return await change(asked, view, numbers, { kind: "assign", user: user ?? "" }, command.kind);
    }
    case "due": {
      const { number, when } = command;
      const numbers = number === undefined || when === undefined ? [] : [number];
      return await change(asked, view, numbers, { kind: "due", to: when ?? "" }, command.kind);
    }
    default:
      return assertNever(command);
  }
}

/** Each by itself, all outcomes in one answer; where it was not said which, or whom or when, the list has the buttons. */
async function change(
  asked: Asked,
  view: ActionsView,
  numbers: readonly number[],
  act: ActionAct,
  word: string,
): Promise<void> {
  const { useCases, member, commands } = asked;
  if (numbers.length === 0 || numbers.length > mostAtOnce) {
    return await asked.reply(unknownActionWord(word, undefined, commands));
  }
  const answers = [];
  for (const number of numbers) {
    const outcome = await useCases.changeAction({ closeoutId: view.closeout.id, number, member, act });
    answers.push(actionItemAnswer(asked, outcome));
  }
  await asked.reply({
    text: answers.map(({ text }) => text).join("\n"),
    blocks: answers.flatMap(({ blocks }) => blocks),
  });
}
