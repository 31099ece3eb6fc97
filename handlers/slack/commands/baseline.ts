import { baselineMessage } from "../../../blocks/slack/baseline/baseline.ts";
import { unknownBaselineWord } from "../../../blocks/slack/baseline/baseline-answers.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { parseBaselineCommand } from "../../../src/domain/baseline/baseline-command.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { measure } from "../measure.ts";
import type { Asked } from "../receive.ts";
import { sendAnswer } from "../send-baseline.ts";

/** Serves `/closeout baseline …`. */
export async function baselineCommand(asked: Asked, closeout: Closeout, words: string): Promise<void> {
  const command = parseBaselineCommand(words);
  const { useCases, member, commands } = asked;
  switch (command.kind) {
    case "show":
      return await show(asked, closeout);
    case "measure":
      return await measure(asked, closeout);
    case "send": {
      const outcome = await useCases.sendBaseline({ closeoutId: closeout.id, member, timesSent: 0 });
      return await asked.reply(sendAnswer(asked, outcome));
    }
    case "unknown":
      return await asked.reply(unknownBaselineWord(command.word, command.suggestion, commands));
    default:
      return assertNever(command);
  }
}

/** The newest measurement, for this person alone; where there is none yet, the first is taken. */
async function show(asked: Asked, closeout: Closeout): Promise<void> {
  const { useCases, member, commands } = asked;
  const outcome = await useCases.showBaseline({ closeoutId: closeout.id, member });
  switch (outcome.kind) {
    case "found":
      return await asked.reply(baselineMessage(outcome.notice));
    case "none":
      return await measure(asked, closeout, { onlyFirst: true });
    case "no_closeout":
      return await asked.reply(noCloseoutHere(commands));
    default:
      return assertNever(outcome);
  }
}
