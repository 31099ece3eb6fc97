import { documentModal, noDocument } from "../../../blocks/slack/document.ts";
import { handoverMessage, sessionModal } from "../../../blocks/slack/handover/handover.ts";
import { noSession } from "../../../blocks/slack/handover/handover-answers.ts";
import type { Message, Origin } from "../../../blocks/slack/message.ts";
import { notPermitted } from "../../../blocks/slack/refusals.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import { refusalAnswer } from "../answers/refusal-answer.ts";
import { missingItem } from "../missing-item.ts";
import type { Asked } from "../receive.ts";
import { openModal } from "./open-modal.ts";

/** How far documents and knowledge transfer are, for one person, or why they do not see it. */
export async function handoverFor(asked: Asked, closeoutId: string): Promise<Message> {
  const outcome = await asked.useCases.readHandover({ closeoutId, member: asked.member });
  return outcome.kind === "found"
    ? handoverMessage(outcome.view, asked.commands)
    : refusalAnswer(asked, outcome, "see_handover");
}

/** Opens the form for a session: a new one where no number is given. */
export async function openSession(
  asked: Asked,
  closeoutId: string,
  number: number | undefined,
  onTop = false,
): Promise<void> {
  await openModal(
    asked,
    async () => {
      const outcome = await asked.useCases.readHandover({ closeoutId, member: asked.member });
      if (outcome.kind !== "found") return { instead: refusalAnswer(asked, outcome, "run_handover") };
      const { closeout, sessions } = outcome.view;
      const permission = mayDo("run_handover", closeout, asked.member);
      if (!permission.allowed) return { instead: notPermitted(closeout, permission.who, "run_handover") };
      const session = sessions.find((one) => one.number === number);
      if (number !== undefined && session === undefined) {
        return { instead: noSession(closeout, number, asked.commands) };
      }
      return { view: sessionModal(outcome.view, session, asked.sender.channel) };
    },
    { onTop },
  );
}

/** Opens the form that asks what has changed in the document that an item is about. */
export async function openDocument(
  asked: Asked,
  { c: closeoutId, i: itemId }: { readonly c: string; readonly i: string },
  origin: Origin,
  onTop = false,
): Promise<void> {
  await openModal(
    asked,
    async () => {
      const view = await asked.useCases.readItem({ closeoutId, itemId, member: asked.member });
      if ("kind" in view) return { instead: await missingItem(asked, closeoutId, itemId) };
      const permission = mayDo("document", view.closeout, asked.member);
      if (!permission.allowed) return { instead: notPermitted(view.closeout, permission.who, "document") };
      return view.document === undefined
        ? { instead: noDocument(view.closeout, itemId, undefined, asked.commands) }
        : { view: documentModal(view.closeout, view.item, origin) };
    },
    { onTop },
  );
}
