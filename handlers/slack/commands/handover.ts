import { noDocument } from "../../../blocks/slack/document.ts";
import { noSession, unknownHandoverWord } from "../../../blocks/slack/handover/handover-answers.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { type HandoverCommand, parseHandoverCommand } from "../../../src/domain/handover/handover-command.ts";
import { confirmAnswer, describeAnswer, reviewAnswer, teamAnswer } from "../answers/handover-answer.ts";
import { handoverFor, openDocument, openSession } from "../forms/open-handover-form.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout handover …`. */
export async function handoverCommand(asked: Asked, closeout: Closeout, words: string): Promise<void> {
  const command = parseHandoverCommand(words);
  const { id: closeoutId } = closeout;
  const { commands, member, useCases } = asked;
  switch (command.kind) {
    case "show":
      return await asked.reply(await handoverFor(asked, closeoutId));
    case "add":
      return await openSession(asked, closeoutId, undefined);
    case "edit":
      if (command.number === undefined) return await asked.reply(noSession(closeout, undefined, commands));
      return await openSession(asked, closeoutId, command.number);
    case "confirm": {
      const { number } = command;
      if (number === undefined) return await asked.reply(noSession(closeout, undefined, commands));
      return await asked.reply(
        confirmAnswer(asked, await useCases.confirmHandover({ closeoutId, member, number })),
      );
    }
    case "team": {
      const { users } = command;
      if (users.length === 0 && words.trim().split(/\s+/u).length === 1) {
        return await asked.reply(await handoverFor(asked, closeoutId));
      }
      return await asked.reply(
        teamAnswer(asked, await useCases.setHandoverTeam({ closeoutId, member, users })),
      );
    }
    case "document":
      return await describe(asked, closeout, command);
    case "review": {
      const { item: itemId } = command;
      if (itemId === undefined)
        return await asked.reply(noDocument(closeout, undefined, undefined, commands));
      const outcome = await useCases.reviewDocument({ closeoutId, member, itemId, number: undefined });
      return await asked.reply(reviewAnswer(asked, itemId, outcome));
    }
    case "unknown":
      return await asked.reply(unknownHandoverWord(command.word, command.suggestion, commands));
    default:
      return assertNever(command);
  }
}

async function describe(
  asked: Asked,
  closeout: Closeout,
  { item: itemId, link, words }: Extract<HandoverCommand, { readonly kind: "document" }>,
): Promise<void> {
  const { commands, member, sender, useCases } = asked;
  const { id: closeoutId } = closeout;
  if (itemId === undefined) return await asked.reply(noDocument(closeout, undefined, undefined, commands));
  if (link === undefined) {
    const origin = {
      from: "message",
      ...(sender.channel === undefined ? {} : { channel: sender.channel }),
    } as const;
    return await openDocument(asked, { c: closeoutId, i: itemId }, origin);
  }
  const outcome = await useCases.describeDocument({ closeoutId, member, itemId, link, words });
  await asked.reply(describeAnswer(asked, itemId, outcome));
}
