import type { Seat, SignoffRequest } from "./signoff.ts";

/** Who counts, who is awaited, and whether there are approvals enough. */

/** The seats that count: nobody else was put in their place. */
export function activeSeats({ seats }: Pick<SignoffRequest, "seats">): readonly Seat[] {
  return seats.filter(({ replaced }) => replaced === undefined);
}

/** Who decides in a seat at present: the delegate once they have accepted, else the person who was asked. */
export function deciderOf({ user, delegation }: Pick<Seat, "user" | "delegation">): string {
  return delegation?.state === "accepted" ? delegation.to : user;
}

/** The seats whose turn it is and in which nobody has decided; none once the request has ended. */
export function awaitedSeats(request: Pick<SignoffRequest, "seats" | "state">): readonly Seat[] {
  if (request.state !== "open") return [];
  return undecidedSeats(request).filter(({ askedAt }) => askedAt !== undefined);
}

/** The seats that count and in which nobody has decided, whether or not it is their turn. */
export function undecidedSeats(request: Pick<SignoffRequest, "seats">): readonly Seat[] {
  return activeSeats(request).filter(({ decision }) => decision === undefined);
}

/** The different people who have approved. A person who decides in two seats counts once. */
export function approvers(request: Pick<SignoffRequest, "seats">): ReadonlySet<string> {
  return new Set(
    activeSeats(request).flatMap(({ decision }) =>
      decision?.decision === "approved" ? [decision.by.user] : [],
    ),
  );
}

/** How far a request is: approvals that count, and how many it takes. In seats for `all`, in different people for `some`. */
export function approvalCount(request: Pick<SignoffRequest, "seats" | "quorum">): {
  readonly approved: number;
  readonly needed: number;
} {
  const { quorum } = request;
  if (quorum.kind === "some") return { approved: approvers(request).size, needed: quorum.people };
  const seats = activeSeats(request);
  const approved = seats.filter(({ decision }) => decision?.decision === "approved").length;
  return { approved, needed: seats.length };
}

/**
 * What the decisions amount to. `lost`: with the people as they stand now, the approvals that are needed cannot come together any
 * more. For `all` one rejection is enough; for `some` those who have approved and those who still decide are too few.
 */
export function standingOf(request: Pick<SignoffRequest, "seats" | "quorum">): "met" | "lost" | "open" {
  const { approved, needed } = approvalCount(request);
  if (approved >= needed) return "met";
  if (request.quorum.kind === "all") {
    const rejected = activeSeats(request).some(({ decision }) => decision?.decision === "rejected");
    return rejected ? "lost" : "open";
  }
  const within = new Set([...approvers(request), ...undecidedSeats(request).map(deciderOf)]);
  return within.size < needed ? "lost" : "open";
}

/** Whether somebody has a part in a request already: a seat that counts, or a delegation that was offered to them or accepted. */
export function takesPart(request: Pick<SignoffRequest, "seats">, user: string): boolean {
  return activeSeats(request).some(
    (seat) =>
      seat.user === user ||
      (seat.delegation !== undefined && seat.delegation.state !== "declined" && seat.delegation.to === user),
  );
}
