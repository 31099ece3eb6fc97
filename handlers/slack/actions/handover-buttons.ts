import { closeoutRef, itemRef } from "../../../blocks/slack/actions.ts";
import { documentRef, sessionRef } from "../../../blocks/slack/handover/actions-handover.ts";
import { confirmAnswer, reviewAnswer } from "../answers/handover-answer.ts";
import { originOf, reading } from "../click.ts";
import { openDocument, openSession } from "../forms/open-handover-form.ts";
import { refreshPlace } from "../refresh-place.ts";

/** [Plan a session…] */
export const addSession = reading(closeoutRef, (click, { c }) => openSession(click, c, undefined));

/** [Change…] of a session, and [Open it as it is now] in the window of a form that came too late. */
export const editSession = reading(sessionRef, (click, { c, n }) =>
  openSession(click, c, n, click.place.kind === "modal"),
);

/** [I can run this]. The message itself shows that it is noted. */
export const confirmSession = reading(sessionRef, async (click, { c: closeoutId, n: number }) => {
  const { useCases, member } = click;
  await click.reply(confirmAnswer(click, await useCases.confirmHandover({ closeoutId, member, number })));
});

/** [Say what has changed…] */
export const describeDocument = reading(itemRef, (click, ref) =>
  openDocument(click, ref, originOf(click), click.place.kind === "modal"),
);

/** [I have reviewed it] */
export const reviewDocument = reading(documentRef, async (click, { c: closeoutId, i: itemId, n: number }) => {
  const { useCases, member } = click;
  const outcome = await useCases.reviewDocument({ closeoutId, member, itemId, number });
  const reviewed = outcome.kind === "reviewed";
  if (!reviewed || click.place.kind !== "modal") await click.reply(reviewAnswer(click, itemId, outcome));
  await refreshPlace(click, { closeoutId, itemId }, reviewed);
});
