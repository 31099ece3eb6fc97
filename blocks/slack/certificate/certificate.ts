import type { Button, KnownBlock } from "@slack/types";
import type { CertificateRecord } from "../../../src/domain/certificate/certificate-record.ts";
import type { CertificateSummary } from "../../../src/domain/certificate/certificate-summary.ts";
import type { Distribution } from "../../../src/domain/certificate/distribution.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { actions, button, context, plain, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, line } from "../mrkdwn.ts";
import { recordRef } from "./certificate-refs.ts";
import {
  outcomeBlock,
  outcomeWords,
  progressWords,
  recordWords,
  statementBlocks,
  titleOf,
  validityWords,
} from "./certificate-summary.ts";

/** A closeout's certificate as one reader sees it. */
export type CertificateView = {
  readonly closeout: Closeout;
  readonly record: CertificateRecord;
  readonly summary: CertificateSummary;
  readonly distribution: Distribution | undefined;
  readonly mayDistribute: boolean;
  /** It was asked for just now. */
  readonly fetched: { readonly news: boolean } | undefined;
};

/** The certificate, what is to be thought of it, and who has it. */
export function certificateMessage(view: CertificateView): Message {
  const { closeout, record, summary } = view;
  const name = line(closeout.name, 80);
  if (record.check.kind === "missing") return missingMessage(view);
  const sent = distributionWords(view);
  const validity = validityWords(summary, closeout);
  const text = `${titleOf(summary)} of ${name}. ${outcomeWords(summary)} ${plainConfidence(summary)}${sent}`;
  return {
    text,
    blocks: [
      section(`*${titleOf(summary)}* of ${name}${validity === "" ? "" : `\n${validity}`}`),
      outcomeBlock(summary),
      ...(record.jsonSha256 === undefined ? [] : statementBlocks(summary)),
      section(sent),
      context(recordWords(record, closeout)),
      ...buttonsOf(view),
    ],
  };
}

function missingMessage(view: CertificateView): Message {
  const { closeout, distribution } = view;
  const earlier =
    distribution === undefined
      ? ""
      : " An earlier one was sent; it is kept, but do not pass it on before Sensei shows a certificate again.";
  const text = `${line(closeout.name, 80)} has no certificate yet: Sensei issues one when all five perspectives of its validation have passed. Nothing was sent. Look at the migration's validation in Sensei, then ask again.${earlier}`;
  return { text, blocks: [section(text), ...buttonsOf(view)] };
}

function distributionWords({ record, distribution, closeout }: CertificateView): string {
  const { check, pdfSha256 } = record;
  if (check.kind === "invalid") {
    return "It is not sent to anybody, and nothing that rests on it goes on. Ask Sensei for a sound one, then fetch it again.";
  }
  if (pdfSha256 === undefined) {
    return "Sensei has its signed data but no PDF, so it cannot be distributed: its recipients get the PDF. Ask Sensei for the PDF, then fetch it again.";
  }
  if (distribution === undefined) return "It has not been sent to its recipients.";
  const { startedBy, startedAt, certificate } = distribution;
  const same = certificate.jsonSha256 === record.jsonSha256 && certificate.pdfSha256 === pdfSha256;
  const when = dateToken(startedAt, "moment", closeout.timeZone);
  return same
    ? `Sent by ${actorWords(startedBy)}, ${when}: ${progressWords(distribution)}.`
    : `What was sent ${when} is an earlier certificate. This one has not been sent to its recipients.`;
}

function buttonsOf(view: CertificateView): readonly KnownBlock[] {
  if (!view.mayDistribute || view.closeout.status === "closed") return [];
  const value = closeoutRef.encode({ c: view.closeout.id });
  const send = sendButton(view);
  return [actions(...send, button("Ask Sensei again", actionIds.certificateFetch, value))];
}

function sendButton({ record, distribution, closeout }: CertificateView): readonly Button[] {
  const { check, pdfSha256, jsonSha256 } = record;
  const sent =
    distribution?.certificate.jsonSha256 === jsonSha256 && distribution?.certificate.pdfSha256 === pdfSha256;
  if (pdfSha256 === undefined || sent) return [];
  if (check.kind === "unverifiable") return [despiteButton(closeout, record)];
  if (check.kind !== "verified") return [];
  const value = closeoutRef.encode({ c: closeout.id });
  return [button("Send to its recipients", actionIds.certificateSend, value, { style: "primary" })];
}

/** Sends what nobody can verify, after a question. */
export function despiteButton({ id }: Closeout, record: CertificateRecord): Button {
  return button(
    "Send it unverified",
    actionIds.certificateSendDespite,
    recordRef.encode({ c: id, r: record.id }),
    {
      confirm: {
        title: plain("Send it unverified?"),
        text: plain("Nobody can tell whether this certificate is genuine. Its recipients are told so."),
        confirm: plain("Send it"),
        deny: plain("Do not send"),
      },
    },
  );
}

function plainConfidence({ confidence }: CertificateSummary): string {
  return confidence === undefined ? "" : `Overall confidence ${line(confidence, 30)}. `;
}
