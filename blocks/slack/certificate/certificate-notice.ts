import type { KnownBlock } from "@slack/types";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type {
  CertificateNotice,
  CopyNotice,
  ProgressNotice,
} from "../../../src/domain/certificate/certificate-notice.ts";
import { certificateName } from "../../../src/domain/certificate/certificate-record.ts";
import {
  allDelivered,
  type Distribution,
  type Recipient,
} from "../../../src/domain/certificate/distribution.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { roleNames } from "../../../src/domain/role.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { actions, button, context, option, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, channelLink, line, mention } from "../mrkdwn.ts";
import { despiteButton } from "./certificate.ts";
import { recipientOption, recipientRef } from "./certificate-refs.ts";
import {
  outcomeBlock,
  outcomeWords,
  progressWords,
  shortHash,
  titleOf,
  validityWords,
} from "./certificate-summary.ts";

type Notice<About extends CertificateNotice["about"]> = Extract<CertificateNotice, { readonly about: About }>;

/** Everything that is said about a certificate without having been asked. */
export function certificateNotice(notice: CertificateNotice): Message {
  switch (notice.about) {
    case "progress":
      return progressMessage(notice);
    case "copy":
      return copyMessage(notice);
    case "reminder":
      return reminderMessage(notice);
    case "unreceived":
      return unreceivedMessage(notice);
    case "left":
      return leftMessage(notice);
    case "alert":
      return alertMessage(notice);
    case "offer":
      return offerMessage(notice);
    case "not_fetched":
      return notFetchedMessage(notice);
    default:
      return assertNever(notice);
  }
}

/** `compliance officer, for audit file`; somebody with two roles has both. */
export function reasonsWords({ reasons }: Pick<Recipient, "reasons">): string {
  return reasons.map(({ role, reason }) => `${roleNames[role]}, ${line(reason, 120)}`).join("; ");
}

function progressMessage({
  closeout,
  distribution,
  newer,
}: ProgressNotice & { closeout: Closeout }): Message {
  const { certificate, startedBy, startedAt, recipients } = distribution;
  const title = nameOf(distribution);
  const over = newer !== undefined || !distribution.current;
  const outdated = over ? " A newer certificate has come since; this distribution has ended." : "";
  const invalid =
    !over && certificate.check.kind === "invalid"
      ? " It has become invalid: do not rely on it any more."
      : "";
  const doubt =
    certificate.check.kind === "unverifiable"
      ? " It was sent unverified: nobody can tell whether it is genuine."
      : "";
  const progress = progressWords(distribution);
  return {
    text: `${title} of ${line(closeout.name, 80)}: ${progress}.${outdated}${invalid}${doubt}`,
    blocks: [
      section(
        `*${title}* ${allDelivered(distribution) ? "is with" : "goes to"} its recipients: ${progress}.${outdated}${invalid}${doubt}`,
      ),
      ...recipients.map((recipient) => recipientLine(closeout, recipient, over)),
      context(
        `Sent by ${actorWords(startedBy)}, ${dateToken(startedAt, "moment", closeout.timeZone)}. Each gets the PDF directly, with a button to confirm.`,
      ),
    ],
  };
}

function recipientLine({ timeZone }: Closeout, recipient: Recipient, over: boolean): KnownBlock {
  const words = `${mention(recipient.user)} · ${reasonsWords(recipient)}\n${stateWords(recipient, timeZone)}`;
  const offers = !over && recipient.receivedAt === undefined && recipient.replaced === undefined;
  if (!offers) return section(words);
  const choice = (label: string, a: "again" | "replace") =>
    option(label, recipientOption.encode({ r: recipient.id, a }));
  return section(words, {
    type: "overflow",
    action_id: actionIds.certificateRecipient,
    options: [choice("Send again", "again"), choice("Name another recipient", "replace")],
  });
}

function stateWords(
  { deliveredAt, receivedAt, failure, replaced, reminded }: Recipient,
  zone: string,
): string {
  if (replaced !== undefined) {
    return `${mention(replaced.by)} gets it instead: “${line(replaced.because, 200)}”`;
  }
  const delivered = deliveredAt === undefined ? "" : `delivered ${dateToken(deliveredAt, "moment", zone)}`;
  if (receivedAt !== undefined) {
    const confirmed = `✓ confirmed ${dateToken(receivedAt, "moment", zone)}`;
    return delivered === "" ? confirmed : `${delivered} · ${confirmed}`;
  }
  if (failure === "left")
    return "not delivered: no member of this workspace any more. Name another recipient.";
  if (failure === "refused")
    return "not delivered: Slack refused the message. Send it again, or name another recipient.";
  if (delivered === "") return "on its way …";
  const reminders = reminded === 0 ? "" : ` · reminded ${reminded === 1 ? "once" : `${reminded} times`}`;
  return `${delivered} · not confirmed yet${reminders}`;
}

function copyMessage(notice: CopyNotice & { readonly closeout: Closeout }): Message {
  const { closeout, distribution, recipient, summary } = notice;
  const name = line(closeout.name, 80);
  const title = titleOf(summary);
  const why = reasonsWords(recipient);
  const end = endOf(notice);
  const hash = distribution.certificate.pdfSha256;
  const validity = validityWords(summary, closeout);
  const what = `The Behavioral Equivalence Certificate of the migration closed out in ${channelLink(closeout.channel)}. You get it as ${why}.`;
  return {
    text: `${title} of ${name}, for you as ${why}. ${outcomeWords(summary)} ${end ?? "The PDF is below; please confirm that you have received it."}`,
    blocks: [
      section(`*${title}* of ${name}\n${what}`),
      outcomeBlock(summary),
      ...(validity === "" ? [] : [section(validity)]),
      ...(end === undefined ? [confirmButton(recipient)] : [section(end)]),
      ...(hash === undefined ? [] : [context(`The PDF is right below. SHA-256 \`${shortHash(hash)}\``)]),
    ],
  };
}

/** What stands where the button was; `undefined` while it is awaited. */
function endOf({
  closeout,
  distribution,
  recipient,
  newer,
}: Omit<Notice<"reminder">, "kind" | "about">): string | undefined {
  if (recipient.receivedAt !== undefined) {
    const confirmed = `✓ You confirmed ${dateToken(recipient.receivedAt, "moment", closeout.timeZone)} that you have received it.`;
    return newer === undefined && distribution.current
      ? confirmed
      : `${confirmed} A newer certificate has come since.`;
  }
  if (recipient.replaced !== undefined)
    return `${mention(recipient.replaced.by)} gets it instead of you; nothing is left to do.`;
  if (!distribution.current) {
    return "A newer certificate has been sent since. Please confirm that one; this one no longer counts.";
  }
  if (newer !== undefined) {
    return "A newer certificate has come since, so this one no longer counts. You get the new one when it is sent.";
  }
  return undefined;
}

function confirmButton({ id }: Recipient): KnownBlock {
  return actions(
    button("I have received it", actionIds.certificateReceived, recipientRef.encode({ r: id }), {
      style: "primary",
    }),
  );
}

function reminderMessage(notice: Notice<"reminder">): Message {
  const { closeout, distribution, recipient } = notice;
  const end = endOf(notice);
  const sent = dateToken(recipient.sentAt, "moment", closeout.timeZone);
  const title = `${nameOf(distribution)} of ${line(closeout.name, 80)}`;
  const ask = `Have you received ${title}? It was sent to you ${sent}, as ${reasonsWords(recipient)}. The PDF stands above in this conversation.`;
  const text = end === undefined ? ask : `${title}: ${end}`;
  return { text, blocks: [section(text), ...(end === undefined ? [confirmButton(recipient)] : [])] };
}

function unreceivedMessage(notice: Notice<"unreceived">): Message {
  const { closeout, distribution, recipient, newer } = notice;
  const who = mention(recipient.user);
  const title = `${nameOf(distribution)} of ${line(closeout.name, 80)}`;
  if (recipient.receivedAt !== undefined) return sentence(`${who} has confirmed ${title} after all.`);
  if (newer !== undefined || !distribution.current || recipient.replaced !== undefined) {
    return sentence(
      `${who} did not confirm ${title}. That no longer matters: ${recipient.replaced === undefined ? "a newer certificate has come" : "somebody else gets it"}.`,
    );
  }
  const text = `${who} has not confirmed ${title} (${reasonsWords(recipient)}). It was delivered, and I reminded them ${recipient.reminded} times; I will not remind them again. Talk to them, send it again, or name another recipient.`;
  return { text, blocks: [section(text), recipientButtons(recipient, true)] };
}

function leftMessage(notice: Notice<"left">): Message {
  const { closeout, distribution, recipient } = notice;
  const who = mention(recipient.user);
  const title = `${nameOf(distribution)} of ${line(closeout.name, 80)}`;
  if (recipient.replaced !== undefined) {
    return sentence(`${title} goes to ${mention(recipient.replaced.by)} instead of ${who}.`);
  }
  const text = `${title} was not sent to ${who} (${reasonsWords(recipient)}): they are no member of this workspace any more. The others get theirs. Name somebody who gets it instead.`;
  return { text, blocks: [section(text), recipientButtons(recipient, false)] };
}

function recipientButtons({ id }: Recipient, again: boolean): KnownBlock {
  const value = recipientRef.encode({ r: id });
  return actions(
    ...(again ? [button("Send again", actionIds.certificateAgain, value)] : []),
    button("Name another recipient", actionIds.certificateReplace, value),
  );
}

function alertMessage({ closeout, summary, over }: Notice<"alert">): Message {
  const title = `${titleOf(summary)} of ${line(closeout.name, 80)}`;
  const after = over
    ? "Another answer of Sensei has taken its place since."
    : `It is not sent to anybody, and what rests on it stops. Ask Sensei about it; owner and technical lead fetch the corrected one in ${channelLink(closeout.channel)}.`;
  return {
    text: `${title} ${over ? "was" : "is"} invalid. ${outcomeWords(summary)} ${after}`,
    blocks: [section(`*${title} ${over ? "was" : "is"} invalid*`), outcomeBlock(summary), section(after)],
  };
}

function offerMessage({ closeout, record, summary, sent, over }: Notice<"offer">): Message {
  const title = `${titleOf(summary)} of ${line(closeout.name, 80)}`;
  if (sent) return sentence(`${title} is on its way to its recipients.`);
  if (over) return sentence(`${title} came from Sensei; another one has taken its place since.`);
  const text = `${title} has come from Sensei. ${outcomeWords(summary)} It has not been sent to anybody yet.`;
  const send =
    record.check.kind === "verified"
      ? button("Send to its recipients", actionIds.certificateSend, closeoutRef.encode({ c: closeout.id }), {
          style: "primary",
        })
      : despiteButton(closeout, record);
  return {
    text,
    blocks: [section(`*${title}* has come from Sensei.`), outcomeBlock(summary), actions(send)],
  };
}

function notFetchedMessage({ closeout }: Notice<"not_fetched">): Message {
  const text = `Sensei announced a certificate for ${line(closeout.name, 80)}, but I could not fetch it in many tries. Nothing was sent.`;
  const again = button("Try again", actionIds.certificateFetch, closeoutRef.encode({ c: closeout.id }));
  return { text, blocks: [section(text), actions(again)] };
}

function nameOf({ certificate }: Distribution): string {
  return titleOf({ title: certificateName(certificate) });
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
