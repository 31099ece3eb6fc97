import { closeoutClosed, notPermitted } from "../../../blocks/slack/refusals.ts";
import { reportModal } from "../../../blocks/slack/report/report-modal.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import { refusalAnswer } from "../answers/refusal-answer.ts";
import type { Asked } from "../receive.ts";
import { openModal } from "./open-modal.ts";

/** Opens the form for the words of the report; whoever may not is told so now. The use case decides again. */
export async function openReportForm(asked: Asked, closeoutId: string): Promise<void> {
  const { useCases, member, sender } = asked;
  await openModal(asked, async () => {
    const found = await useCases.readReport({ closeoutId, member });
    if (found.kind !== "found") return { instead: refusalAnswer(asked, found, "edit_report") };
    const { closeout } = found;
    if (closeout.status === "closed") return { instead: closeoutClosed(closeout) };
    const permission = mayDo("edit_report", closeout, member);
    if (!permission.allowed) return { instead: notPermitted(closeout, permission.who, "edit_report") };
    return { view: reportModal(found, sender.channel) };
  });
}
