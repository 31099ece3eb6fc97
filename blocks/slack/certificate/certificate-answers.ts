import type { Temporal } from "temporal-polyfill";
import type { CertificateRecord } from "../../../src/domain/certificate/certificate-record.ts";
import { certificateName } from "../../../src/domain/certificate/certificate-record.ts";
import { checkReasons, checkWords } from "../../../src/domain/certificate/certificate-words.ts";
import {
  activeRecipients,
  type Distribution,
  type Recipient,
} from "../../../src/domain/certificate/distribution.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { actions, button, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { actorWords, enumerate, line, mention } from "../mrkdwn.ts";
import { type CertificateView, certificateMessage, despiteButton } from "./certificate.ts";
import { reasonsWords } from "./certificate-notice.ts";
import { progressWords, titleOf } from "./certificate-summary.ts";

/** What people are told privately when they do something about a certificate. */

/** Said when Sensei takes its time, so that nobody types it twice. */
export function askingSensei(): Message {
  return sentence(
    "I am asking Sensei for the certificate; this can take up to half a minute. The answer comes here.",
  );
}

/** Sensei could not be asked; what is known from before follows. */
export function notFetched(closeout: Closeout, reason: string, known: CertificateView | undefined): Message {
  const text = `${line(reason, 1000)} The certificate of ${line(closeout.name, 80)} was not fetched, and nothing was sent.`;
  const again = actions(
    button("Try again", actionIds.certificateFetch, closeoutRef.encode({ c: closeout.id })),
  );
  if (known === undefined) {
    return {
      text: `${text} Try again in a minute.`,
      blocks: [section(`${text} Try again in a minute.`), again],
    };
  }
  const kept = certificateMessage({ ...known, mayDistribute: false });
  const since = `${text} This is the one from before:`;
  return { text: `${since} ${kept.text}`.slice(0, 3_900), blocks: [section(since), again, ...kept.blocks] };
}

/** It is on its way. */
export function certificateSent(closeout: Closeout, { certificate, recipients }: Distribution): Message {
  const on = recipients.filter(({ failure }) => failure === undefined).map(({ user }) => mention(user));
  const left = recipients.filter(({ failure }) => failure !== undefined).map(({ user }) => mention(user));
  const gone =
    left.length === 0
      ? ""
      : ` Not sent to ${enumerate(left, 5)}: no member of this workspace any more. The owner is asked to name somebody else.`;
  const to = on.length === 0 ? "nobody" : enumerate(on, 5);
  return sentence(
    `${titleOf({ title: certificateName(certificate) })} of ${line(closeout.name, 80)} goes to ${to}, each directly. The message in the channel shows how far it is.${gone}`,
  );
}

/** These very bytes were sent before. */
export function certificateSentBefore({ timeZone }: Closeout, distribution: Distribution): Message {
  const { certificate, startedBy, startedAt } = distribution;
  return sentence(
    `${titleOf({ title: certificateName(certificate) })} was sent by ${actorWords(startedBy)}, ${dateToken(startedAt, "moment", timeZone)}: ${progressWords(distribution)}. Nothing was sent a second time. To send it to one person again, use the menu beside their name in the channel's message.`,
  );
}

/** Why it cannot be sent. */
export function certificateNotSent(
  closeout: Closeout,
  why: "not_fetched" | "missing" | "invalid" | "no_pdf",
  record: CertificateRecord | undefined,
): Message {
  const name = line(closeout.name, 80);
  const reasons = record === undefined ? [] : checkReasons(record.check);
  const sentences = {
    not_fetched: `The certificate of ${name} has not been fetched yet. Nothing was sent. Fetch it first.`,
    missing: `Sensei has no certificate for ${name} yet. Nothing was sent. Look at the migration's validation in Sensei, then ask again.`,
    invalid: `The certificate of ${name} is invalid, so nothing was sent to anybody. ${reasons.map((reason) => line(reason, 300)).join(" ")} Ask Sensei for a sound one, then fetch it again.`,
    no_pdf: `Sensei has the signed data of ${name}'s certificate but no PDF, so nothing was sent: its recipients get the PDF. Ask Sensei for the PDF, then fetch it again.`,
  } as const;
  const value = closeoutRef.encode({ c: closeout.id });
  const text = sentences[why];
  return {
    text,
    blocks: [section(text), actions(button("Ask Sensei again", actionIds.certificateFetch, value))],
  };
}

/** Asks whether to send what nobody can verify. */
export function askWhetherToSend(closeout: Closeout, record: CertificateRecord): Message {
  const reasons = checkReasons(record.check).map((reason) => line(reason, 300));
  const text = `${checkWords(record.check)} ${reasons.join(" ")} Nothing was sent. You can have this put right first, or send it all the same: every recipient is told that it is unverified.`;
  return { text, blocks: [section(text), actions(despiteButton(closeout, record))] };
}

/** The procedure names nobody. */
export function noRecipients({ name }: Closeout): Message {
  return sentence(
    `The procedure of ${line(name, 80)} names nobody who gets the certificate. Nothing was sent. Whoever runs Closeout adds certificate_recipients to the procedure for closeouts that start later.`,
  );
}

/** Thanks, once. */
export function receiptNoted({ name }: Closeout): Message {
  return sentence(`Thank you: it is noted that you have received the certificate of ${line(name, 80)}.`);
}

export function receiptNotedBefore({ timeZone }: Closeout, at: Temporal.Instant): Message {
  return sentence(`You confirmed that already, ${dateToken(at, "moment", timeZone)}. Nothing was changed.`);
}

export function notYourReceipt(_closeout: Closeout, { user }: Recipient): Message {
  return sentence(
    `This certificate was sent to ${mention(user)}, and only they can say that they have received it. Nothing was changed.`,
  );
}

export function outdatedReceipt({ name }: Closeout, sent: boolean): Message {
  const next = sent
    ? "It was sent to you, too: please confirm that message."
    : "You get it as soon as it is sent.";
  return sentence(
    `A newer certificate of ${line(name, 80)} has come, so this one no longer counts. Nothing was changed. ${next}`,
  );
}

export function receiptOfReplaced(_closeout: Closeout, by: string): Message {
  return sentence(
    `${mention(by)} gets the certificate instead of you, so there is nothing to confirm. Nothing was changed.`,
  );
}

/** The button is from a message whose distribution is not there any more. */
export function unknownRecipient({ closeout }: Commands): Message {
  return sentence(
    `I do not find what this button is about any more, so nothing was changed. \`${closeout} certificate\` shows how things are.`,
  );
}

export function sentAgain({ user }: Recipient): Message {
  return sentence(
    `Sent to ${mention(user)} again; the reminders begin anew. The message in the channel shows when it has arrived.`,
  );
}

export function recipientReplaced({ user, reasons }: Recipient, by: string): Message {
  return sentence(
    `${mention(by)} gets the certificate instead of ${mention(user)}, as ${reasonsWords({ reasons })}. That and your reason are in the ledger.`,
  );
}

/** Why nothing was sent to somebody. */
export function recipientUnchanged(
  why: "has_received" | "on_its_way" | "left",
  { user, receivedAt }: Recipient,
  { timeZone }: Closeout,
): Message {
  const when = receivedAt === undefined ? "" : `, ${dateToken(receivedAt, "moment", timeZone)}`;
  const sentences = {
    has_received: `${mention(user)} has confirmed it${when}. Nothing was sent.`,
    on_its_way: `The message to ${mention(user)} is still on its way. Nothing was sent a second time; look again in a minute.`,
    left: `${mention(user)} is no member of this workspace any more. Nothing was sent. Name another recipient.`,
  } as const;
  return sentence(sentences[why]);
}

export function distributionOver({ name }: Closeout, sent: boolean): Message {
  return sentence(
    sent
      ? `This distribution has ended: a later certificate of ${line(name, 80)} was sent. Nothing was sent; use the newer message.`
      : `The certificate of ${line(name, 80)} that this is about no longer counts. Nothing was sent; look at the certificate as it is now, and send that.`,
  );
}

export function replacedBefore(_closeout: Closeout, by: string): Message {
  return sentence(`${mention(by)} gets it in their place already. Nothing was sent.`);
}

/** Nobody of that name is on the list; who is. */
export function whichRecipient({ name }: Closeout, distribution: Distribution | undefined): Message {
  if (distribution === undefined) {
    return sentence(
      `The certificate of ${line(name, 80)} has not been sent to anybody yet, so it has no recipient to change. Nothing was changed.`,
    );
  }
  const people = activeRecipients(distribution).map(({ user }) => mention(user));
  return sentence(
    `Say to whom: the certificate of ${line(name, 80)} goes to ${enumerate(people, 10)}. Nothing was sent.`,
  );
}

export function unknownCertificateWord(
  word: string,
  suggestion: string | undefined,
  { closeout }: Commands,
): Message {
  const near =
    suggestion === undefined ? "" : ` Did you mean \`${closeout} certificate ${line(suggestion, 40)}\`?`;
  return sentence(
    `I do not know “${line(word, 40)}” here.${near} Nothing was changed. \`${closeout} certificate\` shows it; \`fetch\`, \`send\`, \`send again @somebody\` and \`replace @somebody\` do something.`,
  );
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
