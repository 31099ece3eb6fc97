import { artifactNumberMissing, unknownArchiveWord } from "../../../blocks/slack/archive/archive-answers.ts";
import { archivePlanMessage } from "../../../blocks/slack/archive/archive-plan.ts";
import {
  archiveRegisterMessage,
  archiveUnclassifiedMessage,
} from "../../../blocks/slack/archive/archive-register.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import { type ArchiveCommand, parseArchiveCommand } from "../../../src/domain/archive/archive-command.ts";
import type { ArchiveView } from "../../../src/domain/archive/archive-view.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { holdAnswer, startArchiveAnswer, verificationAnswer } from "../answers/archive-answer.ts";
import { openHoldForm } from "../forms/open-archive-form.ts";
import type { Asked } from "../receive.ts";

/** Serves `/archival …` and `/closeout archive …`. */
export async function archiveCommand(
  asked: Asked,
  { id: closeoutId }: Closeout,
  words: string,
): Promise<void> {
  const command = parseArchiveCommand(words);
  const { commands, member, useCases } = asked;
  switch (command.kind) {
    case "plan":
      return await show(asked, closeoutId, (view) => archivePlanMessage(view, commands));
    case "status":
      return await show(asked, closeoutId, (view) => archiveRegisterMessage(view, commands));
    case "unclassified":
      return await show(asked, closeoutId, (view) => archiveUnclassifiedMessage(view));
    case "run":
      return await asked.reply(
        startArchiveAnswer(asked, await useCases.startArchive({ closeoutId, member })),
      );
    case "verify": {
      const { number } = command;
      return await asked.reply(
        verificationAnswer(asked, await useCases.askVerification({ closeoutId, number, member })),
      );
    }
    case "hold":
    case "release":
      return await holdOrRelease(asked, closeoutId, command);
    case "not_a_number":
      return await asked.reply(artifactNumberMissing(command.verb, command.word, commands));
    case "unknown":
      return await asked.reply(unknownArchiveWord(command.word, command.suggestion, commands));
    default:
      return assertNever(command);
  }
}

async function holdOrRelease(
  asked: Asked,
  closeoutId: string,
  { kind: act, number, reason }: Extract<ArchiveCommand, { readonly kind: "hold" | "release" }>,
): Promise<void> {
  const { commands, member, useCases } = asked;
  if (number === undefined) return await asked.reply(artifactNumberMissing(act, undefined, commands));
  if (reason === undefined) return await openHoldForm(asked, act, closeoutId, number);
  const outcome = await useCases.holdArtifact({ closeoutId, number, act, reason, member });
  await asked.reply(holdAnswer(asked, act, outcome));
}

async function show(asked: Asked, closeoutId: string, draw: (view: ArchiveView) => Message): Promise<void> {
  const view = await asked.useCases.readArchive({ closeoutId, member: asked.member });
  await asked.reply(view === undefined ? noCloseoutHere(asked.commands) : draw(view));
}
