import { certificateMessage } from "../../../blocks/slack/certificate/certificate.ts";
import {
  askWhetherToSend,
  certificateNotSent,
  certificateSent,
  certificateSentBefore,
  distributionOver,
  noRecipients,
  notFetched,
  notYourReceipt,
  outdatedReceipt,
  receiptNoted,
  receiptNotedBefore,
  receiptOfReplaced,
  recipientReplaced,
  recipientUnchanged,
  replacedBefore,
  sentAgain,
  unknownRecipient,
} from "../../../blocks/slack/certificate/certificate-answers.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { closeoutClosed } from "../../../blocks/slack/refusals.ts";
import { cannotDo } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { ChangeRecipientOutcome } from "../../../src/usecases/certificate/change-recipient.ts";
import type { ReceiveCertificateOutcome } from "../../../src/usecases/certificate/receive-certificate.ts";
import type { SendCertificateOutcome } from "../../../src/usecases/certificate/send-certificate.ts";
import type { ShowCertificateOutcome } from "../../../src/usecases/certificate/show-certificate.ts";
import type { Handling } from "../handling.ts";
import { isRefusal, refusalAnswer } from "./refusal-answer.ts";

/** What a person hears who looks at the certificate or asks for it anew. */
export function showAnswer(
  handling: Pick<Handling, "commands">,
  outcome: ShowCertificateOutcome,
  asked: "see_certificate" | "distribute_certificate",
): Message {
  if (isRefusal(outcome)) return refusalAnswer(handling, outcome, asked);
  switch (outcome.kind) {
    case "shown":
      return certificateMessage(outcome);
    case "unavailable":
      return notFetched(outcome.closeout, outcome.sentence, outcome.known);
    default:
      return assertNever(outcome);
  }
}

/** What a person hears who sends it. */
export function sendAnswer(handling: Pick<Handling, "commands">, outcome: SendCertificateOutcome): Message {
  if (isRefusal(outcome)) return refusalAnswer(handling, outcome, "distribute_certificate");
  switch (outcome.kind) {
    case "sent":
      return certificateSent(outcome.closeout, outcome.distribution);
    case "already":
      return certificateSentBefore(outcome.closeout, outcome.distribution);
    case "refused":
      return certificateNotSent(outcome.closeout, outcome.why, outcome.record);
    case "unverifiable":
      return askWhetherToSend(outcome.closeout, outcome.record);
    case "no_recipients":
      return noRecipients(outcome.closeout);
    case "unavailable":
      return notFetched(outcome.closeout, outcome.sentence, undefined);
    default:
      return assertNever(outcome);
  }
}

/** What a person hears who confirms that they have received it. */
export function receiptAnswer(
  { commands }: Pick<Handling, "commands">,
  outcome: ReceiveCertificateOutcome,
): Message {
  switch (outcome.kind) {
    case "received":
      return receiptNoted(outcome.closeout);
    case "already":
      return receiptNotedBefore(outcome.closeout, outcome.at);
    case "not_yours":
      return notYourReceipt(outcome.closeout, outcome.recipient);
    case "outdated":
      return outdatedReceipt(outcome.closeout, outcome.sent);
    case "replaced":
      return receiptOfReplaced(outcome.closeout, outcome.by);
    case "closed":
      return closeoutClosed(undefined);
    case "unknown":
      return unknownRecipient(commands);
    default:
      return assertNever(outcome);
  }
}

/** What a person hears who sends it to one recipient again, or to somebody else. */
export function recipientAnswer(
  { commands }: Pick<Handling, "commands">,
  outcome: ChangeRecipientOutcome,
): Message {
  switch (outcome.kind) {
    case "sent_again":
      return sentAgain(outcome.recipient);
    case "replaced":
      return recipientReplaced(outcome.recipient, outcome.by);
    case "has_received":
    case "on_its_way":
    case "left":
      return recipientUnchanged(outcome.kind, outcome.recipient, outcome.closeout);
    case "outdated":
      return distributionOver(outcome.closeout, outcome.sent);
    case "gone_already":
      return replacedBefore(outcome.closeout, outcome.by);
    case "invalid":
      return cannotDo(outcome.message);
    case "not_permitted":
    case "closed":
      return refusalAnswer({ commands }, outcome, "distribute_certificate");
    case "unknown":
      return unknownRecipient(commands);
    default:
      return assertNever(outcome);
  }
}
