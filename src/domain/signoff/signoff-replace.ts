import type { Temporal } from "temporal-polyfill";
import type { WorkingTime } from "../checklist/working-time.ts";
import type { Person } from "../identity.ts";
import { readReason } from "../reason.ts";
import type { Seat, SignoffRequest } from "./signoff.ts";
import { type UnfitDelegate, whyUnfit } from "./signoff-delegate.ts";
import { awaitedSeats, deciderOf } from "./signoff-quorum.ts";
import { emptySeat } from "./signoff-rules.ts";
import { type Settled, settle, withSeat } from "./signoff-turns.ts";

/** Who is not there any more, and who takes their place. */

export type Replaced =
  | ({ readonly kind: "replaced"; readonly old: Seat; readonly seat: Seat } & Settled)
  | { readonly kind: "ended" }
  | { readonly kind: "no_such_seat" }
  | { readonly kind: "already_decided"; readonly seat: Seat }
  | { readonly kind: "already_replaced"; readonly seat: Seat }
  | UnfitDelegate
  | { readonly kind: "invalid"; readonly message: string };

export type NewSignatory = {
  readonly by: Person;
  /** The seat whose person is replaced. */
  readonly seat: string;
  readonly newSeat: string;
  readonly user: string;
  readonly name: string;
  readonly reason: string;
};

/** Puts somebody else in the place of a signatory who has not decided. The new one is asked at once if the old one had been. */
export function replaceSignatory(
  request: SignoffRequest,
  input: NewSignatory,
  now: Temporal.Instant,
  time: WorkingTime,
): Replaced {
  if (request.state !== "open") return { kind: "ended" };
  const old = request.seats.find(({ id }) => id === input.seat);
  if (old === undefined) return { kind: "no_such_seat" };
  if (old.replaced !== undefined) return { kind: "already_replaced", seat: old };
  if (old.decision !== undefined) return { kind: "already_decided", seat: old };
  // Whoever was asked to decide there for somebody else takes no other part.
  const unfit = whyUnfit(withSeat(request, { ...old, delegation: undefined }), input.user);
  if (unfit !== undefined) return unfit;
  const read = readReason(input.reason);
  if (!read.ok) return { kind: "invalid", message: read.message };
  const { by, newSeat, user, name } = input;
  const gone: Seat = {
    ...old,
    remindAt: undefined,
    lookAt: undefined,
    replaced: { by, at: now, reason: read.reason, seat: newSeat },
  };
  const place = emptySeat({ id: newSeat, role: old.role, user, name }, old.turn);
  const seats = request.seats.flatMap((seat) => (seat.id === old.id ? [gone, place] : [seat]));
  const settled = settle({ ...request, seats }, now, by, read.reason, time);
  const seat = settled.request.seats.find(({ id }) => id === newSeat) ?? place;
  return { kind: "replaced", old: gone, seat, ...settled };
}

/** What was seen of those who are awaited: whether the platform knows them as full members of the workspace. */
export type Looked = ReadonlyMap<string, boolean>;

export type Noticed = {
  readonly request: SignoffRequest;
  /** Seats whose person was not there any more for the first time. */
  readonly left: readonly Seat[];
  /** Seats whose person is back. */
  readonly returned: readonly Seat[];
};

/** The seats whose person has to be looked for. */
export function seatsToLookAt(request: SignoffRequest, now: Temporal.Instant): readonly Seat[] {
  return awaitedSeats(request).filter(
    ({ lookAt }) => lookAt !== undefined && lookAt.epochMilliseconds <= now.epochMilliseconds,
  );
}

/** Notes who has left and who is back. Those who have left are not reminded; each is looked for again a day later. */
export function noteLook(request: SignoffRequest, looked: Looked, now: Temporal.Instant): Noticed {
  const left: Seat[] = [];
  const returned: Seat[] = [];
  let noted = request;
  for (const seat of seatsToLookAt(request, now)) {
    const there = looked.get(deciderOf(seat));
    if (there === undefined) continue;
    const seen: Seat = { ...seat, leftAt: there ? undefined : (seat.leftAt ?? now), lookAt: now.add(daily) };
    if (!there && seat.leftAt === undefined) left.push(seen);
    if (there && seat.leftAt !== undefined) returned.push(seen);
    noted = withSeat(noted, seen);
  }
  return { request: noted, left, returned };
}

const daily = { hours: 24 } as const;
