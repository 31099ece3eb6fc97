import { Temporal } from "temporal-polyfill";
import type { WorkingTime } from "../checklist/working-time.ts";
import { nextFollowUp } from "../follow-up.ts";
import type { Person } from "../identity.ts";
import type { Seat, SignoffRequest, SignoffState } from "./signoff.ts";
import { activeSeats, standingOf, undecidedSeats } from "./signoff-quorum.ts";
import { decisionFollowUp } from "./signoff-reminders.ts";

/** What follows from what was said: the end, or the next turn. Nothing else ends a request or asks anybody. */

/** A request after something happened, and the seats that were asked by it. */
export type Settled = { readonly request: SignoffRequest; readonly asked: readonly Seat[] };

/** The request as it is at this moment: one that nobody completed in time has expired, even if nobody has noticed. */
export function asOf(request: SignoffRequest, now: Temporal.Instant): SignoffRequest {
  if (request.state !== "open" || Temporal.Instant.compare(now, request.decideBy) < 0) return request;
  return end(request, "expired", { at: request.decideBy, by: undefined, reason: undefined });
}

/** Ends a request: nobody is awaited any more. What was said stays. */
export function end(
  request: SignoffRequest,
  state: Exclude<SignoffState, "open">,
  ended: NonNullable<SignoffRequest["ended"]>,
): SignoffRequest {
  const seats = request.seats.map((seat) => ({ ...seat, remindAt: undefined, lookAt: undefined }));
  return { ...request, state, ended, seats };
}

/**
 * Draws the consequences of a change to the seats of an open request: it ends once the approvals are together or cannot come together
 * any more; otherwise whoever's turn has come is asked. `by` said the last word, with `reason`.
 */
export function settle(
  request: SignoffRequest,
  now: Temporal.Instant,
  by: Person | undefined,
  reason: string | undefined,
  time: WorkingTime,
): Settled {
  const standing = standingOf(request);
  if (standing === "met") {
    return { request: end(request, "approved", { at: now, by, reason: undefined }), asked: [] };
  }
  if (standing === "lost") return { request: end(request, "rejected", { at: now, by, reason }), asked: [] };
  return askPresentTurn(request, now, time);
}

/** The turn of those who may decide now: the first in which somebody has not. In parallel it is everybody's. */
export function presentTurn(request: Pick<SignoffRequest, "seats">): number | undefined {
  const turns = undecidedSeats(request).map(({ turn }) => turn);
  return turns.length === 0 ? undefined : Math.min(...turns);
}

function askPresentTurn(request: SignoffRequest, now: Temporal.Instant, time: WorkingTime): Settled {
  const turn = presentTurn(request);
  const due = new Set(
    activeSeats(request)
      .filter((seat) => seat.turn === turn && seat.askedAt === undefined)
      .map(({ id }) => id),
  );
  const seats = request.seats.map((seat) => (due.has(seat.id) ? ask(seat, request, now, time) : seat));
  return { request: { ...request, seats }, asked: seats.filter(({ id }) => due.has(id)) };
}

/** Somebody's turn has come. Whether they are still there is looked at next. */
function ask(seat: Seat, request: SignoffRequest, now: Temporal.Instant, time: WorkingTime): Seat {
  return { ...seat, askedAt: now, lookAt: now, ...followedUpFrom(now, request, time) };
}

/** A seat's reminders, planned anew from a moment. */
export function followedUpFrom(
  now: Temporal.Instant,
  { decideBy }: Pick<SignoffRequest, "decideBy">,
  time: WorkingTime,
): Pick<Seat, "reminded" | "remindAt" | "ownerToldAt"> {
  return {
    reminded: 0,
    remindAt: nextFollowUp(decisionFollowUp(now, decideBy), 0, time),
    ownerToldAt: undefined,
  };
}

/** Replaces one seat of a request. */
export function withSeat(request: SignoffRequest, seat: Seat): SignoffRequest {
  return { ...request, seats: request.seats.map((one) => (one.id === seat.id ? seat : one)) };
}
