import type { Temporal } from "temporal-polyfill";
import type { WorkingTime } from "../checklist/working-time.ts";
import type { Person } from "../identity.ts";
import { readReason } from "../reason.ts";
import type { Delegation, Seat, SignoffRequest } from "./signoff.ts";
import { activeSeats, takesPart } from "./signoff-quorum.ts";
import { isRequester } from "./signoff-requester.ts";
import { followedUpFrom, type Settled, settle, withSeat } from "./signoff-turns.ts";

/** A signatory asks somebody else to decide in their place. Until that person accepts, and after it is taken back, they decide. */

/** Why a signatory cannot give their seat to somebody, or take it back. */
export type CannotDelegate =
  | { readonly kind: "ended" }
  /** They hold no seat of their own; one who decides for somebody else cannot pass that on. */
  | { readonly kind: "no_seat" }
  | { readonly kind: "already_decided"; readonly seat: Seat }
  | { readonly kind: "which_seat"; readonly seats: readonly Seat[] };

/** Why this very person cannot be the delegate. */
export type UnfitDelegate = {
  readonly kind: "unfit";
  readonly why: "requester" | "takes_part";
  readonly user: string;
};

export type Offered =
  | {
      readonly kind: "offered";
      readonly request: SignoffRequest;
      readonly seat: Seat;
      /** The one to whom it had been offered before; that offer is gone. */
      readonly instead: Delegation | undefined;
    }
  /** Somebody has accepted: that has to be taken back first. */
  | { readonly kind: "accepted_before"; readonly seat: Seat }
  | UnfitDelegate
  | { readonly kind: "invalid"; readonly message: string }
  | CannotDelegate;

export type NewDelegation = {
  readonly by: Pick<Person, "user">;
  readonly seat: string | undefined;
  readonly to: { readonly user: string; readonly name: string };
  readonly reason: string;
};

/** Offers a seat to somebody who takes no part in the request yet. */
export function offerDelegation(
  request: SignoffRequest,
  { by, seat: wanted, to, reason }: NewDelegation,
  now: Temporal.Instant,
): Offered {
  const found = ownSeat(request, by.user, wanted);
  if (found.kind !== "own") return found;
  const { seat } = found;
  if (seat.delegation?.state === "accepted") return { kind: "accepted_before", seat };
  const others = withSeat(request, { ...seat, delegation: undefined });
  const unfit = whyUnfit(others, to.user);
  if (unfit !== undefined) return unfit;
  const read = readReason(reason);
  if (!read.ok) return { kind: "invalid", message: read.message };
  const delegation: Delegation = {
    to: to.user,
    name: to.name,
    offeredAt: now,
    state: "offered",
    answeredAt: undefined,
    reason: read.reason,
  };
  const offered = { ...seat, delegation };
  const instead = seat.delegation?.state === "offered" ? seat.delegation : undefined;
  return { kind: "offered", request: withSeat(request, offered), seat: offered, instead };
}

/** Why somebody can neither decide in another's place nor be put there; `undefined` when they can. */
export function whyUnfit(request: SignoffRequest, user: string): UnfitDelegate | undefined {
  if (isRequester(request, user)) return { kind: "unfit", why: "requester", user };
  return takesPart(request, user) ? { kind: "unfit", why: "takes_part", user } : undefined;
}

export type Revoked =
  | ({ readonly kind: "revoked"; readonly seat: Seat; readonly delegation: Delegation } & Settled)
  | { readonly kind: "nothing_to_revoke" }
  | CannotDelegate;

/**
 * Takes a delegation back that was offered or accepted, as long as nobody has decided. Somebody fewer decides then, which can leave
 * too few for the approvals that are needed.
 */
export function revokeDelegation(
  request: SignoffRequest,
  { by, seat: wanted }: { readonly by: Person; readonly seat: string | undefined },
  now: Temporal.Instant,
  time: WorkingTime,
): Revoked {
  const found = ownSeat(request, by.user, wanted, isHeldByDelegate);
  if (found.kind === "no_seat" && holdsSeat(request, by.user)) return { kind: "nothing_to_revoke" };
  if (found.kind !== "own") return found;
  const { delegation } = found.seat;
  if (delegation === undefined) return { kind: "nothing_to_revoke" };
  const back = delegation.state === "accepted" ? followedUp(request, found.seat, now, time) : found.seat;
  const seat: Seat = { ...back, delegation: undefined };
  return {
    kind: "revoked",
    seat,
    delegation,
    ...settle(withSeat(request, seat), now, by, "the delegation was taken back", time),
  };
}

export type Answered =
  | ({ readonly kind: "answered"; readonly seat: Seat; readonly answer: "accepted" | "declined" } & Settled)
  | CannotAnswer;

/** Why somebody cannot answer an offer. */
export type CannotAnswer =
  /** There is no offer to them: taken back, answered, or for somebody else. */
  | { readonly kind: "not_offered" }
  | { readonly kind: "already_decided"; readonly seat: Seat }
  | { readonly kind: "ended" };

/** The answer of the person to whom a seat was offered. They take no other part: an offer keeps them from getting one. */
export function answerDelegation(
  request: SignoffRequest,
  { by, seat: id, accept }: { readonly by: Person; readonly seat: string; readonly accept: boolean },
  now: Temporal.Instant,
  time: WorkingTime,
): Answered {
  if (request.state !== "open") return { kind: "ended" };
  const offered = activeSeats(request).find((seat) => seat.id === id);
  const { delegation } = offered ?? {};
  if (offered === undefined || delegation?.to !== by.user || delegation.state !== "offered") {
    return { kind: "not_offered" };
  }
  if (offered.decision !== undefined) return { kind: "already_decided", seat: offered };
  const given = accept ? "accepted" : "declined";
  const answered: Seat = { ...offered, delegation: { ...delegation, state: given, answeredAt: now } };
  const seat = accept ? followedUp(request, answered, now, time) : answered;
  return {
    kind: "answered",
    answer: given,
    seat,
    ...settle(withSeat(request, seat), now, by, undefined, time),
  };
}

/** Whoever decides in a seat from now on has the time from now on; that they are there was looked at. */
function followedUp(request: SignoffRequest, seat: Seat, now: Temporal.Instant, time: WorkingTime): Seat {
  if (seat.askedAt === undefined) return seat;
  return { ...seat, ...followedUpFrom(now, request, time), leftAt: undefined, lookAt: now };
}

function isHeldByDelegate({ delegation }: Seat): boolean {
  return delegation !== undefined && delegation.state !== "declined";
}

function holdsSeat(request: SignoffRequest, user: string): boolean {
  return activeSeats(request).some((seat) => seat.user === user && seat.decision === undefined);
}

function ownSeat(
  request: SignoffRequest,
  user: string,
  wanted: string | undefined,
  which: (seat: Seat) => boolean = () => true,
): { readonly kind: "own"; readonly seat: Seat } | CannotDelegate {
  if (request.state !== "open") return { kind: "ended" };
  const own = activeSeats(request).filter(
    (seat) => seat.user === user && (wanted === undefined || seat.id === wanted),
  );
  const open = own.filter((seat) => seat.decision === undefined && which(seat));
  const [first, ...others] = open;
  const [decided] = own.filter(({ decision }) => decision !== undefined);
  if (first !== undefined) {
    return others.length > 0 ? { kind: "which_seat", seats: open } : { kind: "own", seat: first };
  }
  return decided === undefined ? { kind: "no_seat" } : { kind: "already_decided", seat: decided };
}
