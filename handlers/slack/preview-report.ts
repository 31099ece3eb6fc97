import { setTimeout as delay } from "node:timers/promises";
import type { WebClient } from "@slack/web-api";
import {
  drawingReport,
  previewFileWords,
  previewNotUploaded,
  previewSent,
} from "../../blocks/slack/report/report-answers.ts";
import { reportPreviewMessage } from "../../blocks/slack/report/report-preview.ts";
import type { PreviewReportOutcome } from "../../src/usecases/report/preview-report.ts";
import { reportFileName } from "../../src/usecases/report/report-file.ts";
import { refusalAnswer } from "./answers/refusal-answer.ts";
import { failureFields } from "./failure.ts";
import type { Asked } from "./receive.ts";

/** Whoever waits longer than this hears that their question is being worked on. */
const patienceMs = 2_500;

/** Shows the report as it would be frozen now, to this person alone: in words here, and as PDF in their direct messages. */
export async function previewReport(asked: Asked, closeoutId: string): Promise<void> {
  const { useCases, member } = asked;
  const drawing = useCases.previewReport({ closeoutId, member, pdf: true });
  const early = await Promise.race([drawing, delay(patienceMs, undefined, { ref: false })]);
  if (early === undefined) {
    const known = await useCases.readReport({ closeoutId, member });
    if (known.kind === "found") await asked.reply(drawingReport(known.closeout));
  }
  const outcome = await drawing;
  await asked.reply(previewAnswer(asked, outcome));
  if (outcome.kind === "preview") await sendPdf(asked, outcome);
}

/** One page of a preview, or why there is none. */
export function previewAnswer(asked: Pick<Asked, "commands">, outcome: PreviewReportOutcome, page = 0) {
  if (outcome.kind !== "preview") return refusalAnswer(asked, outcome, "read_report");
  const { view, report, contentSha256 } = outcome;
  const { closeout, mayEdit, mayFreeze } = view;
  return reportPreviewMessage(report, { closeout, contentSha256, mayEdit, mayFreeze }, page);
}

type Preview = Extract<PreviewReportOutcome, { readonly kind: "preview" }>;

async function sendPdf(asked: Asked, { view, pdf }: Preview): Promise<void> {
  const { closeout } = view;
  if (pdf === undefined) return;
  try {
    await uploadDirectly(asked.client, asked.member.user, {
      name: reportFileName(closeout, "pdf"),
      bytes: pdf,
      words: previewFileWords(closeout),
    });
    await asked.reply(previewSent(closeout));
  } catch (error) {
    asked.log.warn(
      { user: asked.member.user, ...failureFields(error) },
      "The PDF of a preview could not be uploaded",
    );
    await asked.reply(previewNotUploaded(closeout));
  }
}

async function uploadDirectly(
  client: WebClient,
  user: string,
  file: { readonly name: string; readonly bytes: Uint8Array; readonly words: string },
): Promise<void> {
  const { channel } = await client.conversations.open({ users: user });
  if (channel?.id === undefined) throw new TypeError("conversations.open answered without a channel");
  await client.filesUploadV2({
    channel_id: channel.id,
    filename: file.name,
    title: file.name,
    file: Buffer.from(file.bytes),
    initial_comment: file.words,
  });
}
