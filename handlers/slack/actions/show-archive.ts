import { archivePageRef } from "../../../blocks/slack/archive/actions-archive.ts";
import {
  archiveRegisterMessage,
  archiveUnclassifiedMessage,
} from "../../../blocks/slack/archive/archive-register.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { noCloseoutHere } from "../../../blocks/slack/refusals.ts";
import type { ArchiveView } from "../../../src/domain/archive/archive-view.ts";
import { type Click, type ClickListener, reading } from "../click.ts";
import { replaceOriginal } from "../tell.ts";

/** [Retention register] and [‹] [›] of it: a private answer of its own, or the next page in the place of the last. */
export const showRegister = (turning: boolean): ClickListener =>
  showing(turning, (view, page, { commands }) => archiveRegisterMessage(view, commands, page));

/** [Classify …] and [‹] [›] of its list. */
export const showUnclassified = (turning: boolean): ClickListener =>
  showing(turning, (view, page) => archiveUnclassifiedMessage(view, page));

function showing(
  turning: boolean,
  draw: (view: ArchiveView, page: number, click: Click) => Message,
): ClickListener {
  return reading(archivePageRef, async (click, { c: closeoutId, p: page }) => {
    const view = await click.useCases.readArchive({ closeoutId, member: click.member });
    if (view === undefined) await click.reply(noCloseoutHere(click.commands));
    else if (turning) await replaceOriginal(click.sender, draw(view, page, click));
    else await click.reply(draw(view, page, click));
  });
}
