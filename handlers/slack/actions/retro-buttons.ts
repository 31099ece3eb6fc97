import { closeoutRef, digestPageRef } from "../../../blocks/slack/actions.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { contributionRef, retroPageRef } from "../../../blocks/slack/retro/actions-retro.ts";
import {
  contributionChanged,
  contributionGone,
  contributionRemoved,
  notFacilitator,
  notOwn,
  retroClosed,
  voted,
} from "../../../blocks/slack/retro/retro-answers.ts";
import { cannotDo, unreadableControl } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { ChangeContributionOutcome } from "../../../src/usecases/retro/contribute-to-retro.ts";
import { retroRefusal } from "../answers/retro-answer.ts";
import { type Click, reading } from "../click.ts";
import { openContributeForm, openEditForm, openImportForm, openRetroForm } from "../forms/open-retro-form.ts";
import type { Handling } from "../handling.ts";
import type { Asked } from "../receive.ts";
import { minePage, retroPage } from "../show-retro.ts";
import { replaceOriginal } from "../tell.ts";

/** [Open one…], [Contribute…] and [Paste notes…]. */
export const openRetroButton = reading(closeoutRef, (click, { c }) => openRetroForm(click, c));
export const contributeButton = reading(closeoutRef, (click, { c }) => openContributeForm(click, c));
export const importButton = reading(closeoutRef, (click, { c }) => openImportForm(click, c));

/** [What I wrote], and the pages of it. */
export const mineButton = reading(closeoutRef, async (click, { c }) => {
  await click.reply(await minePage(click, c, 0));
});
export const turnMinePage = reading(retroPageRef, async (click, { c, p }) => {
  await replaceOriginal(click.sender, await minePage(click, c, p));
});

/** [‹] and [›] of the board: in the channel for everybody, in a private answer for its reader. */
export const turnBoardPage = reading(digestPageRef, async (click, { d: deliveryId, p: page }) => {
  const turned = await click.useCases.turnPage({ deliveryId, page });
  if (!turned) await click.reply(unreadableControl(click.commands));
});
export const turnShownPage = reading(retroPageRef, async (click, { c, p }) => {
  await replaceOriginal(click.sender, await retroPage(click, c, p));
});

/** [Close it]. */
export const closeButton = reading(closeoutRef, (click, { c }) => closeRetrospective(click, c));

/** Closes the retrospective, and says privately how that went; the board says it to everybody. */
export async function closeRetrospective(asked: Asked, closeoutId: string): Promise<void> {
  const outcome = await asked.useCases.closeRetro({ closeoutId, member: asked.member });
  switch (outcome.kind) {
    case "retro_closed":
      return await asked.reply(retroClosed(outcome.closeout, outcome.retro));
    case "not_facilitator":
      return await asked.reply(notFacilitator(outcome.closeout, outcome.facilitators));
    case "none":
    case "over":
    case "not_permitted":
    case "closed":
    case "no_closeout":
      return await asked.reply(retroRefusal(asked, outcome));
    default:
      return assertNever(outcome);
  }
}

/** [Vote]: the board shows the number to everybody, this answer to the voter whether theirs is in it. */
export const voteButton = reading(contributionRef, async (click, { c: closeoutId, n: contributionId }) => {
  const outcome = await click.useCases.voteInRetro({ closeoutId, contributionId, member: click.member });
  switch (outcome.kind) {
    case "voted":
      return await click.reply(voted(outcome.contribution, outcome.stands));
    case "gone":
      return await click.reply(contributionGone(outcome.closeout));
    case "none":
    case "over":
    case "not_permitted":
    case "closed":
    case "no_closeout":
      return await click.reply(retroRefusal(click, outcome));
    default:
      return assertNever(outcome);
  }
});

/** [Change…] of one's own contribution. */
export const editButton = reading(contributionRef, (click, { c, n, s }) => openEditForm(click, c, n, s));

/** [Remove] of one's own contribution; the private message that it stood in then says so. */
export const removeButton = reading(
  contributionRef,
  async (click, { c: closeoutId, n: contributionId, s: secret }) => {
    const outcome = await click.useCases.changeContribution({
      closeoutId,
      contributionId,
      secret,
      say: undefined,
      member: click.member,
    });
    await settle(click, changeContributionAnswer(click, outcome), outcome.kind === "removed");
  },
);

/** A message whose buttons no longer mean anything gives way to the answer. */
async function settle(click: Click, message: Message, replace: boolean): Promise<void> {
  if (replace && click.place.kind === "ephemeral") {
    try {
      return await replaceOriginal(click.sender, message);
    } catch {
      // Slack does not let us replace it any more; the answer is said below it.
    }
  }
  await click.reply(message);
}

/** What became of a change to one's own contribution. */
export function changeContributionAnswer(
  handling: Pick<Handling, "commands">,
  outcome: ChangeContributionOutcome,
): Message {
  switch (outcome.kind) {
    case "changed":
      return contributionChanged(outcome.closeout);
    case "removed":
      return contributionRemoved(outcome.closeout);
    case "gone":
      return contributionGone(outcome.closeout);
    case "not_own":
      return notOwn(outcome.closeout, outcome.anonymous);
    case "invalid":
      return cannotDo(outcome.message);
    case "none":
    case "over":
    case "not_permitted":
    case "closed":
    case "no_closeout":
      return retroRefusal(handling, outcome);
    default:
      return assertNever(outcome);
  }
}
