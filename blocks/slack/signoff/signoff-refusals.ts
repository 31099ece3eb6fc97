import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Seat, SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { activeSeats, awaitedSeats, deciderOf } from "../../../src/domain/signoff/signoff-quorum.ts";
import { actionIds } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { actions, button, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { enumerate, line, mention } from "../mrkdwn.ts";
import { seatRef, signoffRef } from "./signoff-refs.ts";
import { seatRole, signoffName, standingWords } from "./signoff-words.ts";

/** What people are told privately who cannot do something about a sign-off: why, that nothing was changed, and how things stand. */

/** Somebody who is not asked. */
export function notAsked(closeout: Closeout, request: SignoffRequest): Message {
  const people = [...new Set(activeSeats(request).map(deciderOf))].map(mention);
  return refused(
    closeout,
    request,
    `You are not among those who decide on this: ${enumerate(people, 8)} ${people.length === 1 ? "is" : "are"} asked.`,
  );
}

/** The requester themselves. */
export function ownRequest(closeout: Closeout, request: SignoffRequest): Message {
  return refused(
    closeout,
    request,
    "You have requested this yourself, and nobody decides on their own request.",
  );
}

/** Somebody whose turn comes later. */
export function notYourTurn(closeout: Closeout, request: SignoffRequest): Message {
  const first = [...new Set(awaitedSeats(request).map(deciderOf))].map(mention);
  return refused(
    closeout,
    request,
    `It is not your turn yet: ${enumerate(first, 5)} ${first.length === 1 ? "decides" : "decide"} before you. You get a message when your turn comes.`,
  );
}

/** It is decided already: by this person, or by whoever they had asked to. */
export function decidedBefore(
  closeout: Closeout,
  request: SignoffRequest,
  { decision }: Seat,
  reader: string,
): Message {
  if (decision === undefined) return signoffEnded(closeout, request);
  const when = dateToken(decision.at, "moment", closeout.timeZone);
  const who = decision.by.user === reader ? "You have" : `${mention(decision.by.user)} has`;
  return refused(
    closeout,
    request,
    `${who} ${decision.decision} this already, ${when}. A decision is given once and stays.`,
  );
}

/** Somebody who has handed their decision to another. */
export function decidedByDelegate(closeout: Closeout, request: SignoffRequest, seat: Seat): Message {
  return refused(
    closeout,
    request,
    `${mention(deciderOf(seat))} decides in your place, as you have asked them to. You can take that back in the message that you were sent.`,
  );
}

/** Somebody who is asked to decide in another's place and has not answered yet. */
export function acceptFirst(closeout: Closeout, request: SignoffRequest, seat: Seat): Message {
  const text = `${signoffName(request, closeout)}: ${mention(seat.user)} asks you to decide in their place. Accept first, then decide. Nothing was changed.`;
  const value = seatRef.encode({ r: request.id, s: seat.id });
  return {
    text,
    blocks: [
      section(text),
      actions(
        button("Accept", actionIds.signoffAccept, value, { style: "primary" }),
        button("Decline", actionIds.signoffDecline, value),
      ),
    ],
  };
}

/** Somebody in whose place the owner has put another. */
export function replacedByOwner(closeout: Closeout, request: SignoffRequest, { replaced }: Seat): Message {
  const why = replaced === undefined ? "" : `: “${line(replaced.reason, 300)}”`;
  return refused(
    closeout,
    request,
    `The owner has put somebody else in your place, so there is nothing for you to decide${why === "" ? "." : why}`,
  );
}

/** Somebody whose decision would take a role that the person of their place does not hold any more. */
export function rightLost(closeout: Closeout, request: SignoffRequest, seat: Seat): Message {
  return refused(
    closeout,
    request,
    `This takes the ${seatRole(seat)}, and ${mention(seat.user)} is not that any more. The owner can put whoever is in their place, or withdraw the request.`,
  );
}

/** Somebody who has no place of their own to give away, or takes back what they have not given. */
export function nothingToGive(closeout: Closeout, request: SignoffRequest): Message {
  return refused(closeout, request, "You have no place of your own here that somebody else could decide in.");
}

export function nothingToTakeBack(closeout: Closeout, request: SignoffRequest): Message {
  return refused(closeout, request, "You have not asked anybody to decide in your place.");
}

/** Somebody has accepted already; that is taken back first. */
export function givenBefore(closeout: Closeout, request: SignoffRequest, seat: Seat): Message {
  return refused(
    closeout,
    request,
    `${mention(deciderOf(seat))} has accepted to decide in your place. Take that back first, then ask somebody else.`,
  );
}

/** The offer was taken back or answered, or never was theirs. */
export function notOffered(closeout: Closeout, request: SignoffRequest): Message {
  return refused(closeout, request, "Nobody asks you to decide in their place here, or not any more.");
}

/** It has ended. */
export function signoffEnded(closeout: Closeout, request: SignoffRequest): Message {
  return refused(closeout, request, "This has ended.");
}

/** The seat that it is about is decided, replaced or gone. */
export function seatSettled(closeout: Closeout, request: SignoffRequest): Message {
  return refused(closeout, request, "That place is decided or somebody else's by now.");
}

/** What is not changed, why, and how it stands. */
function refused(closeout: Closeout, request: SignoffRequest, why: string): Message {
  return withLook(
    `${signoffName(request, closeout)}: ${lower(why)} Nothing was changed. ${standingWords(request, closeout)}`,
    request,
  );
}

/** The policy of this closeout does not let anybody go on without approval. */
export function overrideNotAllowed(closeout: Closeout, request: SignoffRequest): Message {
  return refused(
    closeout,
    request,
    "The procedure of this closeout lets nobody go on without the approvals for this purpose.",
  );
}

function withLook(text: string, { id }: SignoffRequest): Message {
  const show = button("Show the request", actionIds.signoffShow, signoffRef.encode({ r: id }));
  return { text, blocks: [section(text), actions(show)] };
}

function lower(words: string): string {
  return words.replace(/^[A-Z]/, (first) => first.toLowerCase());
}
