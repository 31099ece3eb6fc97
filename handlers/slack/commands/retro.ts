import { unknownRetroWord } from "../../../blocks/slack/retro/retro-answers.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { parseRetroCommand } from "../../../src/domain/retro/retro-command.ts";
import { closeRetrospective } from "../actions/retro-buttons.ts";
import { openedAnswer } from "../answers/retro-answer.ts";
import { openContributeForm, openImportForm, openRetroForm } from "../forms/open-retro-form.ts";
import type { Asked } from "../receive.ts";
import { minePage, showRetro } from "../show-retro.ts";

/** Serves `/closeout retro …`. */
export async function retroCommand(asked: Asked, closeout: Closeout, words: string): Promise<void> {
  const command = parseRetroCommand(words);
  const { id: closeoutId } = closeout;
  switch (command.kind) {
    case "show":
      return await showRetro(asked, closeoutId);
    case "open": {
      const { anonymous } = command;
      if (anonymous === undefined) return await openRetroForm(asked, closeoutId);
      const outcome = await asked.useCases.openRetro({ closeoutId, member: asked.member, anonymous });
      return await asked.reply(openedAnswer(asked, outcome));
    }
    case "add":
      return await openContributeForm(asked, closeoutId, command.section);
    case "mine":
      return await asked.reply(await minePage(asked, closeoutId, 0));
    case "import":
      return await openImportForm(asked, closeoutId);
    case "close":
      return await closeRetrospective(asked, closeoutId);
    case "unknown":
      return await asked.reply(unknownRetroWord(command.word, command.suggestion, asked.commands));
    default:
      return assertNever(command);
  }
}
