import { budgetCommandIncomplete, unknownBudgetWord } from "../../../blocks/slack/budget/budget-answers.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { parseBudgetCommand } from "../../../src/domain/budget/budget-command.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { budgetActAnswer, exportAnswer, lineAnswer, removeAnswer } from "../answers/budget-answer.ts";
import { budgetFor, openImport, openNewLine } from "../forms/open-budget-form.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout budget …`. */
export async function budgetCommand(
  asked: Asked,
  { id: closeoutId }: Closeout,
  words: string,
): Promise<void> {
  const command = parseBudgetCommand(words);
  const { commands, member, useCases } = asked;
  switch (command.kind) {
    case "show":
      return await asked.reply(await budgetFor(asked, closeoutId));
    case "add":
      return await openNewLine(asked, closeoutId);
    case "import":
      return await openImport(asked, closeoutId);
    case "set": {
      const { name, estimated, actual } = command;
      const wish = { name, estimated, actual, currency: "" };
      return await asked.reply(
        lineAnswer(asked, wish, await useCases.setBudgetLine({ closeoutId, member, wish })),
      );
    }
    case "remove": {
      const { name } = command;
      return await asked.reply(
        removeAnswer(asked, name, await useCases.removeBudgetLine({ closeoutId, member, name })),
      );
    }
    case "export":
      return await asked.reply(exportAnswer(asked, await useCases.exportBudget({ closeoutId, member })));
    case "share":
      return await asked.reply(budgetActAnswer(asked, await useCases.shareBudget({ closeoutId, member })));
    case "reconcile":
      return await asked.reply(
        budgetActAnswer(asked, await useCases.reconcileBudget({ closeoutId, member })),
      );
    case "incomplete":
      return await asked.reply(budgetCommandIncomplete(command.verb, commands));
    case "unknown":
      return await asked.reply(unknownBudgetWord(command.word, command.suggestion, commands));
    default:
      return assertNever(command);
  }
}
