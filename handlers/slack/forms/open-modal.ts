import { setTimeout as delay } from "node:timers/promises";
import type { ModalView } from "@slack/types";
import type { Message } from "../../../blocks/slack/message.ts";
import { somethingFailed } from "../../../blocks/slack/refusals.ts";
import { noticeModal, tooLateForWindow, waitingModal } from "../../../blocks/slack/start/misuse.ts";
import { platformErrorCode } from "../platform-error.ts";
import { type Asked, reportFailure } from "../receive.ts";

/** A window, or a message that says why there is none. */
export type Opening = { readonly view: ModalView } | { readonly instead: Message };

/** Slack lets us open a window within three seconds of the click; this leaves time for the call itself. */
const patienceMs = 1_500;

/**
 * Opens the window that `prepare` draws. When that takes long (it may ask Sensei) a window that says so opens first and is
 * replaced later, so that the trigger does not expire. In a window the new one is put on top.
 */
export async function openModal(
  asked: Asked,
  prepare: () => Promise<Opening>,
  { onTop = false, patience = patienceMs }: { readonly onTop?: boolean; readonly patience?: number } = {},
): Promise<void> {
  const opening = prepare();
  const early = await Promise.race([opening, delay(patience, undefined, { ref: false })]);
  if (early === undefined) return await openLate(asked, opening, onTop);
  if ("instead" in early) return await asked.reply(early.instead);
  await open(asked, early.view, onTop);
}

async function openLate(asked: Asked, opening: Promise<Opening>, onTop: boolean): Promise<void> {
  // Its failure is dealt with below; until then it must not count as unhandled.
  opening.catch(() => undefined);
  const viewId = await open(asked, waitingModal(), onTop);
  if (viewId === undefined) return;
  try {
    const late = await opening;
    await asked.client.views.update({
      view_id: viewId,
      view: "view" in late ? late.view : noticeModal(late.instead),
    });
  } catch (error) {
    const reference = reportFailure(asked, asked.sender, "window", error);
    await asked.client.views.update({ view_id: viewId, view: noticeModal(somethingFailed(reference)) });
  }
}

/** The id of the window, or `undefined` when it was too late for one and the person was told. */
async function open(asked: Asked, view: ModalView, onTop: boolean): Promise<string | undefined> {
  const trigger_id = asked.sender.triggerId ?? "";
  try {
    const opened = await (onTop
      ? asked.client.views.push({ trigger_id, view })
      : asked.client.views.open({ trigger_id, view }));
    return opened.view?.id;
  } catch (error) {
    const code = platformErrorCode(error);
    if (code !== "expired_trigger_id" && code !== "exchanged_trigger_id") throw error;
    await asked.reply(tooLateForWindow());
    return undefined;
  }
}
