import {
  unknownCertificateWord,
  whichRecipient,
} from "../../../blocks/slack/certificate/certificate-answers.ts";
import { recipientModal } from "../../../blocks/slack/certificate/recipient-modal.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { parseCertificateCommand } from "../../../src/domain/certificate/certificate-command.ts";
import { activeRecipients } from "../../../src/domain/certificate/distribution.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { recipientAnswer, sendAnswer, showAnswer } from "../answers/certificate-answer.ts";
import { replyFromSensei } from "../ask-sensei.ts";
import { openModal } from "../forms/open-modal.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout certificate …`. */
export async function certificateCommand(asked: Asked, { id }: Closeout, words: string): Promise<void> {
  const command = parseCertificateCommand(words);
  switch (command.kind) {
    case "show":
      return await showCertificate(asked, id, false);
    case "fetch":
      return await showCertificate(asked, id, true);
    case "send":
      return await sendCertificate(asked, id);
    case "again":
      return await withRecipient(asked, id, command.user, (recipientId) => sendAgain(asked, recipientId));
    case "replace":
      return await withRecipient(asked, id, command.user, (recipientId) =>
        openModal(asked, async () => ({ view: recipientModal(recipientId) })),
      );
    case "unknown":
      return await asked.reply(unknownCertificateWord(command.word, command.suggestion, asked.commands));
    default:
      return assertNever(command);
  }
}

/** Shows the certificate, after asking Sensei anew where that is wanted. */
export async function showCertificate(asked: Asked, closeoutId: string, refetch: boolean): Promise<void> {
  const { useCases, member } = asked;
  const act = refetch ? "distribute_certificate" : "see_certificate";
  const asking = useCases
    .showCertificate({ closeoutId, member, refetch })
    .then((outcome) => showAnswer(asked, outcome, act));
  await replyFromSensei(asked, asking);
}

/** Sends it; `despite` names the record that the sender knows to be unverifiable. */
export async function sendCertificate(asked: Asked, closeoutId: string, despite?: string): Promise<void> {
  const { useCases, member } = asked;
  const asking = useCases
    .sendCertificate({ closeoutId, member, despite })
    .then((outcome) => sendAnswer(asked, outcome));
  await replyFromSensei(asked, asking);
}

/** Sends it to one recipient again. */
export async function sendAgain(asked: Asked, recipientId: string): Promise<void> {
  const { useCases, member } = asked;
  const outcome = await useCases.changeRecipient({ recipientId, member, act: { kind: "again" } });
  await asked.reply(recipientAnswer(asked, outcome));
}

async function withRecipient(
  asked: Asked,
  closeoutId: string,
  user: string | undefined,
  act: (recipientId: string) => Promise<void>,
): Promise<void> {
  const shown = await asked.useCases.showCertificate({ closeoutId, member: asked.member, refetch: false });
  if (shown.kind !== "shown") return await asked.reply(showAnswer(asked, shown, "see_certificate"));
  const { distribution, closeout } = shown;
  const recipient = distribution && activeRecipients(distribution).find((one) => one.user === user);
  if (recipient === undefined) return await asked.reply(whichRecipient(closeout, distribution));
  await act(recipient.id);
}
