import type { Closeout } from "../closeout.ts";
import type { Role } from "../role.ts";
import type { Seat, SignoffRequest } from "./signoff.ts";
import type { UnfitDelegate } from "./signoff-delegate.ts";
import { undecidedSeats } from "./signoff-quorum.ts";
import { holdsRight, rightBehind } from "./signoff-right.ts";

/** What becomes of the seats of a request whose approval takes a role, once roles have moved. */

/** A seat whose place belongs to whoever holds its role by now, or in which nobody can decide any more. */
export type MovedSeat =
  | { readonly kind: "follows"; readonly seat: Seat; readonly role: Role; readonly user: string }
  | { readonly kind: "stranded"; readonly seat: Seat };

/** What became of such a seat: somebody else is asked in it, or nobody can decide in it. */
export type FollowedSeat = { readonly request: SignoffRequest; readonly old: Seat } & (
  | { readonly kind: "asked"; readonly seat: Seat }
  /** `user` holds the role by now, and why they cannot decide on this request; without them nobody does. */
  | { readonly kind: "stranded"; readonly user?: string; readonly why?: UnfitDelegate["why"] }
);

/**
 * The undecided seats that the present roles leave behind. Where an approval takes no role, there are none: the person who was asked
 * decides. Where it takes one, a seat in a role goes with the role to a person who may do what the approval does; who was asked by name and
 * lost the right to it is stranded.
 */
export function movedSeats(
  closeout: Pick<Closeout, "installation" | "owner" | "roles">,
  request: SignoffRequest,
): readonly MovedSeat[] {
  if (request.state !== "open" || rightBehind(request) === undefined) return [];
  return undecidedSeats(request).flatMap((seat): MovedSeat[] => {
    const { role } = seat;
    const holder = role === undefined ? seat.user : closeout.roles[role];
    if (role !== undefined && holder !== seat.user && holdsRight(closeout, request, holder)) {
      return [{ kind: "follows", seat, role, user: holder }];
    }
    return holdsRight(closeout, request, seat.user) ? [] : [{ kind: "stranded", seat }];
  });
}
