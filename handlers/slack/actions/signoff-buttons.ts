import { closeoutRef } from "../../../blocks/slack/actions.ts";
import { delegationAnswered, delegationTakenBack } from "../../../blocks/slack/signoff/signoff-answers.ts";
import { seatRef, signoffOption, signoffRef } from "../../../blocks/slack/signoff/signoff-refs.ts";
import { signoffEnded } from "../../../blocks/slack/signoff/signoff-refusals.ts";
import { signoffRefusal } from "../answers/signoff-answer.ts";
import { type Click, originOf, reading } from "../click.ts";
import { failureFields } from "../failure.ts";
import { openSignoffForm, refreshCopy, showSignoff } from "../forms/open-signoff.ts";
import { openSignoffRequest } from "../forms/open-signoff-request.ts";
import { refreshBelow } from "../refresh-place.ts";

/** [Approve…], [Reject…], [Ask a question…]. */
export const approveButton = reading(signoffRef, (click, { r }) => openSignoffForm(click, r, "approve"));
export const rejectButton = reading(signoffRef, (click, { r }) => openSignoffForm(click, r, "reject"));
export const askButton = reading(signoffRef, (click, { r }) => openSignoffForm(click, r, "ask"));

/** [Show the request], privately. */
export const showButton = reading(signoffRef, (click, { r }) => showSignoff(click, r));

/** The menu of a request. */
export const signoffMenu = reading(signoffOption, (click, { r, a }) =>
  a === "revoke" ? takeBack(click, r) : openSignoffForm(click, r, a),
);

/** [Name somebody else…], told to the owner of one place. */
export const replaceButton = reading(seatRef, (click, { r, s }) => openSignoffForm(click, r, "replace", s));

/** [Accept] and [Decline] of an offer to decide in somebody's place; the message itself says what came of it. */
export const acceptButton = reading(seatRef, (click, { r, s }) => answerOffer(click, r, s, true));
export const declineButton = reading(seatRef, (click, { r, s }) => answerOffer(click, r, s, false));

/** [Request a sign-off…]. */
export const requestButton = reading(closeoutRef, (click, { c }) =>
  openSignoffRequest(click, c, undefined, click.place.kind === "modal"),
);

async function answerOffer(click: Click, requestId: string, seat: string, accept: boolean): Promise<void> {
  const outcome = await click.useCases.answerDelegation({ requestId, member: click.member, seat, accept });
  if (outcome.kind !== "accepted" && outcome.kind !== "declined") {
    await click.reply(signoffRefusal(click, outcome));
    return await refreshCopy(click);
  }
  const { closeout, request } = outcome;
  await click.reply(delegationAnswered(closeout, request, outcome.seat, accept));
  await refreshUnder(click, closeout.id);
}

/** With several places given away, all are taken back: whoever wants to decide themselves means it. */
async function takeBack(click: Click, requestId: string): Promise<void> {
  const { useCases, member } = click;
  const found = await useCases.readSignoff({ member, which: { requestId } });
  const seats = found.kind === "signoff" ? found.may.revoke.map(({ id }) => id) : [];
  const [first, ...others] = seats;
  const act = { kind: "revoke" } as const;
  let outcome = await useCases.delegateSignoff({ requestId, member, seat: first, act });
  for (const seat of others) outcome = await useCases.delegateSignoff({ requestId, member, seat, act });
  if (outcome.kind === "revoked") {
    return await click.reply(delegationTakenBack(outcome.closeout, outcome.request));
  }
  await click.reply(
    outcome.kind === "offered"
      ? signoffEnded(outcome.closeout, outcome.request)
      : signoffRefusal(click, outcome),
  );
  await refreshCopy(click);
}

/** The act is done by now, so a failure here is only logged. */
async function refreshUnder(click: Click, closeoutId: string): Promise<void> {
  const { below } = originOf(click);
  if (below === undefined) return;
  const root = click.place.kind === "modal" ? click.place.rootViewId : "";
  try {
    await refreshBelow(click, below, root, closeoutId);
  } catch (error) {
    click.log.warn({ user: click.member.user, ...failureFields(error) }, "A view was not refreshed");
  }
}
