import type { Message } from "../../blocks/slack/message.ts";
import { noCloseoutHere } from "../../blocks/slack/refusals.ts";
import { myContributions, noRetro, ownUnknown } from "../../blocks/slack/retro/retro-answers.ts";
import { retroAnswer } from "../../blocks/slack/retro/retro-board.ts";
import { openRetroForm } from "./forms/open-retro-form.ts";
import type { Asked } from "./receive.ts";

/** The board, for this person alone; where there is none yet, the form that opens one. */
export async function showRetro(asked: Asked, closeoutId: string): Promise<void> {
  const view = await asked.useCases.readRetro({ closeoutId, member: asked.member });
  if (view !== undefined && view.retro === undefined) return await openRetroForm(asked, closeoutId);
  await asked.reply(await retroPage(asked, closeoutId, 0));
}

/** A page of the board as a private answer. */
export async function retroPage(asked: Asked, closeoutId: string, page: number): Promise<Message> {
  const view = await asked.useCases.readRetro({ closeoutId, member: asked.member });
  if (view === undefined) return noCloseoutHere(asked.commands);
  const { closeout, retro } = view;
  return retro === undefined ? noRetro(closeout, asked.commands) : retroAnswer(closeout, retro, page);
}

/** What somebody wrote, where names stand. */
export async function minePage(asked: Asked, closeoutId: string, page: number): Promise<Message> {
  const view = await asked.useCases.readRetro({ closeoutId, member: asked.member });
  if (view === undefined) return noCloseoutHere(asked.commands);
  if (view.retro === undefined) return noRetro(view.closeout, asked.commands);
  return view.retro.anonymous ? ownUnknown(view.closeout) : myContributions(view, page);
}
