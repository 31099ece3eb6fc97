import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { reportFreezeRef, reportPageRef } from "../../../blocks/slack/report/actions-report.ts";
import { freezeAnswer } from "../answers/report-answer.ts";
import { reading } from "../click.ts";
import { openReportForm } from "../forms/open-report-form.ts";
import { previewAnswer, previewReport } from "../preview-report.ts";
import { replaceOriginal } from "../tell.ts";

/** [Edit]. */
export const editReportButton = reading(closeoutRef, (click, { c }) => openReportForm(click, c));

/** [Preview]. */
export const previewReportButton = reading(closeoutRef, (click, { c }) => previewReport(click, c));

/** [Freeze], below a preview: exactly what was seen, or nothing. */
export const freezeReportButton = reading(reportFreezeRef, async (click, { c: closeoutId, h: seen }) => {
  const outcome = await click.useCases.freezeReport({ closeoutId, member: click.member, seen });
  await click.reply(freezeAnswer(click, outcome));
});

/** Turns a page of a preview, which is put together anew. */
export const turnReportPage = reading(reportPageRef, async (click, { c: closeoutId, p }) => {
  const { useCases, member, place, sender } = click;
  const message = previewAnswer(click, await useCases.previewReport({ closeoutId, member, pdf: false }), p);
  if (place.kind === "ephemeral") await replaceOriginal(sender, message);
  else await click.reply(message);
});
