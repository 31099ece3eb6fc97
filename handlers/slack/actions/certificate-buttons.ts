import { closeoutRef } from "../../../blocks/slack/actions.ts";
import {
  migrationRef,
  recipientOption,
  recipientRef,
  recordRef,
} from "../../../blocks/slack/certificate/certificate-refs.ts";
import { recipientModal } from "../../../blocks/slack/certificate/recipient-modal.ts";
import { receiptAnswer } from "../answers/certificate-answer.ts";
import { type Click, reading } from "../click.ts";
import { sendAgain, sendCertificate, showCertificate } from "../commands/certificate.ts";
import { openModal } from "../forms/open-modal.ts";
import { openStart } from "../forms/open-start.ts";

/** [Ask Sensei again], [Try again]. */
export const fetchCertificateButton = reading(closeoutRef, (click, { c }) => showCertificate(click, c, true));

/** [Send to its recipients]. */
export const sendCertificateButton = reading(closeoutRef, (click, { c }) => sendCertificate(click, c));

/** [Send it unverified]. */
export const sendDespiteButton = reading(recordRef, (click, { c, r }) => sendCertificate(click, c, r));

/** [I have received it]: the message itself says so afterwards; a click that changes nothing is answered in words. */
export const receivedButton = reading(recipientRef, async (click, { r: recipientId }) => {
  const { place, useCases, member } = click;
  const outcome = await useCases.receiveCertificate({ recipientId, member });
  if (outcome.kind === "received" && place.kind === "message") return;
  await click.reply(receiptAnswer(click, outcome));
  if (place.kind === "message" && place.deliveryId !== undefined) {
    await useCases.refreshMessage({ deliveryId: place.deliveryId });
  }
});

/** [Send again]. */
export const sendAgainButton = reading(recipientRef, (click, { r }) => sendAgain(click, r));

/** [Name another recipient]. */
export const replaceRecipientButton = reading(recipientRef, (click, { r }) => askForReplacement(click, r));

/** The menu beside a recipient. */
export const recipientMenu = reading(recipientOption, (click, { r, a }) =>
  a === "again" ? sendAgain(click, r) : askForReplacement(click, r),
);

/** [Start a closeout] of the migration that was announced, in the channel of the announcement. */
export const startOfferButton = reading(migrationRef, (click, { m }) => openStart(click, m));

function askForReplacement(click: Click, recipientId: string): Promise<void> {
  return openModal(click, async () => ({ view: recipientModal(recipientId) }));
}
