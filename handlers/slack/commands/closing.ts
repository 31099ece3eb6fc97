import { closeoutListMessage } from "../../../blocks/slack/closing/closeout-list.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { closeAnswer, openReopenForm, reopenAnswer } from "../answers/closing-answer.ts";
import type { Asked } from "../receive.ts";

/** Serves `/closeout close`: what is missing, or the button that closes. */
export async function closeCommand(asked: Asked, { id: closeoutId }: Closeout): Promise<void> {
  const { useCases, member } = asked;
  await asked.reply(closeAnswer(asked, await useCases.readClosing({ closeoutId, member })));
}

/** Serves `/closeout reopen [reason]`; a reason that is missing or will not do is asked for. */
export async function reopenCommand(
  asked: Asked,
  { id: closeoutId }: Closeout,
  reason: string | undefined,
): Promise<void> {
  const { useCases, member } = asked;
  if (reason === undefined) return await openReopenForm(asked, closeoutId);
  const outcome = await useCases.reopenCloseout({ closeoutId, member, reason });
  if (outcome.kind === "invalid") return await openReopenForm(asked, closeoutId);
  await asked.reply(reopenAnswer(asked, outcome));
}

/** Serves `/closeout list`. */
export async function listCommand(asked: Asked): Promise<void> {
  const { useCases, member, commands } = asked;
  await asked.reply(closeoutListMessage(await useCases.listCloseouts({ member }), member.user, commands));
}
