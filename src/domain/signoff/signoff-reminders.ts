import { Temporal } from "temporal-polyfill";
import type { WorkingTime } from "../checklist/working-time.ts";
import { dueFollowUp, type FollowUp } from "../follow-up.ts";
import type { Seat, SignoffRequest } from "./signoff.ts";
import { awaitedSeats } from "./signoff-quorum.ts";

/** Eighths of the time to decide after which somebody is reminded, with growing gaps, and then the owner is told. */
const remindAfterEighths = [1, 3, 6] as const;
const ownerAfterEighths = 7;

/** When somebody who was asked at this moment is reminded, and when the owner hears that they have not decided. */
export function decisionFollowUp(askedAt: Temporal.Instant, decideBy: Temporal.Instant): FollowUp {
  const eighth = Math.max(0, Math.floor((decideBy.epochMilliseconds - askedAt.epochMilliseconds) / 8));
  const after = (eighths: number) => askedAt.add({ milliseconds: eighth * eighths });
  return {
    reminders: remindAfterEighths.map(after),
    tellOwner: after(ownerAfterEighths),
    apart: { milliseconds: Math.min(eighth, dayMs) },
  };
}

const dayMs = 86_400_000;

/** A request after its reminders, and whom they concern. */
export type Reminded = {
  readonly request: SignoffRequest;
  readonly reminded: readonly Seat[];
  /** Of whom the owner hears. */
  readonly escalated: readonly Seat[];
};

/** Does what has fallen due for those who are awaited. The owner is told once of each seat; nobody who has left is reminded. */
export function followUp(request: SignoffRequest, now: Temporal.Instant, time: WorkingTime): Reminded {
  const due = new Set(
    awaitedSeats(request)
      .filter((seat) => isDue(seat, now))
      .map(({ id }) => id),
  );
  if (due.size === 0) return { request, reminded: [], escalated: [] };
  const seats = request.seats.map((seat) => (due.has(seat.id) ? step(seat, request, now, time) : seat));
  const moved = seats.filter(({ id }) => due.has(id));
  return {
    request: { ...request, seats },
    reminded: moved.filter(({ ownerToldAt }) => ownerToldAt === undefined),
    escalated: moved.filter(({ ownerToldAt }) => ownerToldAt !== undefined),
  };
}

function isDue({ remindAt, leftAt }: Seat, now: Temporal.Instant): boolean {
  return leftAt === undefined && remindAt !== undefined && Temporal.Instant.compare(remindAt, now) <= 0;
}

function step(seat: Seat, { decideBy }: SignoffRequest, now: Temporal.Instant, time: WorkingTime): Seat {
  const plan = decisionFollowUp(awaitedSince(seat) ?? now, decideBy);
  const due = dueFollowUp(plan, seat.reminded, now, time);
  return due.kind === "tell_owner"
    ? { ...seat, remindAt: undefined, ownerToldAt: now }
    : { ...seat, reminded: due.reminded, remindAt: due.next };
}

/** Since when the person who decides in a seat is awaited: a delegate since they accepted. */
function awaitedSince({ askedAt, delegation }: Seat): Temporal.Instant | undefined {
  const accepted = delegation?.state === "accepted" ? delegation.answeredAt : undefined;
  if (askedAt === undefined || accepted === undefined) return askedAt;
  return Temporal.Instant.compare(accepted, askedAt) > 0 ? accepted : askedAt;
}
