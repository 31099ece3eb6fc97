import type { ModalView } from "@slack/types";
import { budgetMessage } from "../../../blocks/slack/budget/budget.ts";
import { budgetLineGone } from "../../../blocks/slack/budget/budget-answers.ts";
import { budgetImportModal, budgetLineModal } from "../../../blocks/slack/budget/budget-modals.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { notPermitted } from "../../../blocks/slack/refusals.ts";
import type { BudgetNotice } from "../../../src/domain/notice.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import { refusalAnswer } from "../answers/refusal-answer.ts";
import type { Asked } from "../receive.ts";
import { type Opening, openModal } from "./open-modal.ts";

/** Opens the form for a new line. */
export async function openNewLine(asked: Asked, closeoutId: string, onTop = false): Promise<void> {
  await open(asked, closeoutId, onTop, (notice) => ({
    view: budgetLineModal(notice, undefined, asked.sender.channel),
  }));
}

/** Opens the form for a line, as the line is at this moment. */
export async function openLine(
  asked: Asked,
  closeoutId: string,
  lineId: number,
  onTop = false,
): Promise<void> {
  await open(asked, closeoutId, onTop, (notice) => {
    const line = notice.budget.lines.find(({ id }) => id === lineId);
    if (line !== undefined) return { view: budgetLineModal(notice, line, asked.sender.channel) };
    const gone = notice.budget.removed.find(({ id }) => id === lineId);
    return { instead: budgetLineGone(notice.closeout, gone?.name ?? "That line", gone?.changed) };
  });
}

/** Opens the form into which a text is pasted. */
export async function openImport(asked: Asked, closeoutId: string, onTop = false): Promise<void> {
  await open(asked, closeoutId, onTop, (notice) => ({
    view: budgetImportModal(notice, asked.sender.channel),
  }));
}

/** The budget for one person, or why they do not see it. */
export async function budgetFor(asked: Asked, closeoutId: string): Promise<Message> {
  const outcome = await asked.useCases.readBudget({ closeoutId, member: asked.member });
  return outcome.kind === "found"
    ? budgetMessage(outcome.notice)
    : refusalAnswer(asked, outcome, "see_budget");
}

async function open(
  asked: Asked,
  closeoutId: string,
  onTop: boolean,
  draw: (notice: BudgetNotice) => { readonly view: ModalView } | { readonly instead: Message },
): Promise<void> {
  await openModal(
    asked,
    async (): Promise<Opening> => {
      const outcome = await asked.useCases.readBudget({ closeoutId, member: asked.member });
      if (outcome.kind !== "found") return { instead: refusalAnswer(asked, outcome, "change_budget") };
      const { closeout } = outcome.notice;
      const permission = mayDo("change_budget", closeout, asked.member);
      if (!permission.allowed) return { instead: notPermitted(closeout, permission.who, "change_budget") };
      return draw(outcome.notice);
    },
    { onTop },
  );
}
