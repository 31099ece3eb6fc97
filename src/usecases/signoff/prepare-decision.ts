import { isOf } from "../../domain/identity.ts";
import type { Seat } from "../../domain/signoff/signoff.ts";
import { decidableSeats, findSeat } from "../../domain/signoff/signoff-decide.ts";
import { holdsRight } from "../../domain/signoff/signoff-right.ts";
import { isAttempt, type WhyNoDecision } from "./decide-signoff.ts";
import {
  actOnSignoff,
  type NoSuchSignoff,
  recordRefusal,
  type SignoffDeps,
  type SignoffSeen,
  type SignoffTarget,
} from "./signoff-change.ts";

export type PrepareDecisionOutcome =
  /** The seats in which they decide, one at least. */
  | (SignoffSeen & { readonly kind: "ready"; readonly seats: readonly Seat[] })
  | (SignoffSeen & { readonly kind: "refused"; readonly why: WhyNoDecision })
  | NoSuchSignoff;

/**
 * Whether somebody can decide at this moment, before they are asked how. Nothing is decided; but who tries without right is in the
 * ledger, as with a decision.
 */
export async function prepareDecision(
  deps: SignoffDeps,
  { requestId, member }: SignoffTarget,
): Promise<PrepareDecisionOutcome> {
  return await actOnSignoff<PrepareDecisionOutcome>(deps, requestId, async ({ change, request }) => {
    const { closeout } = change;
    if (!isOf(closeout.installation, member)) {
      const why = { kind: "not_a_member", profile: "foreign" } as const;
      await recordRefusal(change, request, "decide_signoff", member, why.kind);
      return { kind: "refused", closeout, request, why };
    }
    const seats = decidableSeats(request, member.user);
    const [lost] = seats.filter((seat) => !holdsRight(closeout, request, seat.user));
    if (lost === undefined && seats.length > 0) return { kind: "ready", closeout, request, seats };
    const found = lost === undefined ? findSeat(request, member, undefined) : lostRight(lost);
    if (found.kind === "ready") return { kind: "ready", closeout, request, seats: [found.seat] };
    if (isAttempt(found)) await recordRefusal(change, request, "decide_signoff", member, found.kind);
    return { kind: "refused", closeout, request, why: found };
  });
}

function lostRight(seat: Seat) {
  return { kind: "lost_right", seat } as const;
}
