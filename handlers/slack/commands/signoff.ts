import { noSuchSignoff, unknownSignoffWord } from "../../../blocks/slack/signoff/signoff-answers.ts";
import { signoffList } from "../../../blocks/slack/signoff/signoff-list.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { parseSignoffCommand } from "../../../src/domain/signoff/signoff-command.ts";
import { refusalAnswer } from "../answers/refusal-answer.ts";
import { openSignoffFormFor, showSignoff, withSignoff } from "../forms/open-signoff.ts";
import { openSignoffRequest } from "../forms/open-signoff-request.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout signoff …`. */
export async function signoffCommand(asked: Asked, closeout: Closeout, words: string): Promise<void> {
  const command = parseSignoffCommand(words);
  switch (command.kind) {
    case "list":
      return await listSignoffs(asked, closeout.id);
    case "request":
      return await openSignoffRequest(asked, closeout.id, command.purpose);
    case "unknown":
      return await asked.reply(unknownSignoffWord(command.word, command.suggestion, asked.commands));
    case "show":
    case "approve":
    case "reject":
    case "ask":
    case "delegate":
    case "replace":
    case "withdraw":
    case "override": {
      const { kind, number } = command;
      if (number === undefined) return await asked.reply(noSuchSignoff(closeout, number, asked.commands));
      return await withSignoff(asked, closeout.id, number, async (requestId) => {
        if (kind === "show") await showSignoff(asked, requestId);
        else await openSignoffFormFor(asked, requestId, kind);
      });
    }
    default:
      return assertNever(command);
  }
}

async function listSignoffs(asked: Asked, closeoutId: string): Promise<void> {
  const outcome = await asked.useCases.listSignoffs({ closeoutId, member: asked.member });
  await asked.reply(
    outcome.kind === "signoffs"
      ? signoffList(outcome.closeout, outcome.requests, outcome.mayRequest)
      : refusalAnswer(asked, outcome, "see_signoff"),
  );
}
