import type { Selectable } from "kysely";
import { Temporal } from "temporal-polyfill";
import type { Person } from "../domain/identity.ts";
import type {
  Delegation,
  Seat,
  SignoffDecision,
  SignoffQuestion,
  SignoffRequest,
} from "../domain/signoff/signoff.ts";
import type { Database } from "./schema/schema.ts";

/** A delegation as JSON; moments are ISO instants in UTC. */
export type StoredDelegation = {
  readonly to: string;
  readonly name: string;
  readonly offeredAt: string;
  readonly state: Delegation["state"];
  readonly answeredAt: string | null;
  readonly reason: string | null;
};

/** Who took somebody's place, as JSON. */
export type StoredReplacement = {
  readonly by: Person;
  readonly at: string;
  readonly reason: string;
  readonly seat: string;
};

/** A request's row with the ledger's head after its last change. */
export type RequestRow = Selectable<Database["signoff_request"]> & {
  /** Of the last entry about the request in the ledger. */
  readonly head_seq: number | null;
  readonly head_hash: string | null;
};
type SeatRow = Selectable<Database["signoff_seat"]>;

/** A request from its rows; seats and questions in their order. */
export function toSignoff(
  row: RequestRow,
  seats: readonly SeatRow[],
  questions: readonly Selectable<Database["signoff_question"]>[],
): SignoffRequest {
  const { ended_at: at, head_seq: seq, head_hash: hash } = row;
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    number: row.number,
    purpose: row.purpose,
    title: row.title,
    meaning: row.meaning,
    documents: row.documents,
    seats: seats.map(toSeat),
    quorum: row.quorum,
    order: row.turns,
    decideBy: row.decide_by,
    effect: row.effect,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    questions: questions.map(toQuestion),
    state: row.state,
    ended:
      at === null ? undefined : { at, by: row.ended_by ?? undefined, reason: row.end_reason ?? undefined },
    head: seq === null || hash === null ? undefined : { seq, hash },
  };
}

/** The columns of a request that a change can touch. */
export function requestState({ state, ended }: SignoffRequest) {
  return {
    state,
    ended_at: ended?.at ?? null,
    ended_by: ended?.by === undefined ? null : JSON.stringify(ended.by),
    end_reason: ended?.reason ?? null,
  };
}

/** A whole new row of a request. */
export function requestRow(request: SignoffRequest) {
  return {
    id: request.id,
    closeout_id: request.closeoutId,
    number: request.number,
    purpose: request.purpose,
    title: request.title,
    meaning: request.meaning,
    documents: JSON.stringify(request.documents),
    quorum: JSON.stringify(request.quorum),
    turns: request.order,
    decide_by: request.decideBy,
    effect: JSON.stringify(request.effect),
    requested_by: JSON.stringify(request.requestedBy),
    requested_at: request.requestedAt,
    ...requestState(request),
  };
}

function seatState(seat: Seat, position: number) {
  const { decision, delegation, replaced } = seat;
  return {
    position,
    asked_at: seat.askedAt ?? null,
    decision: decision?.decision ?? null,
    decided_by: decision === undefined ? null : JSON.stringify(decision.by),
    on_behalf_of: decision?.onBehalfOf ?? null,
    words: decision?.words ?? null,
    decided_at: decision?.at ?? null,
    time_zone: decision?.timeZone ?? null,
    platform_request: decision?.platformRequest ?? null,
    delegation: delegation === undefined ? null : JSON.stringify(storedDelegation(delegation)),
    left_at: seat.leftAt ?? null,
    replaced: replaced === undefined ? null : JSON.stringify({ ...replaced, at: replaced.at.toString() }),
    reminded: seat.reminded,
    remind_at: seat.remindAt ?? null,
    owner_told_at: seat.ownerToldAt ?? null,
    look_at: seat.lookAt ?? null,
  };
}

/** A whole new row of a seat. */
export function seatRow(request: string, seat: Seat, position: number) {
  const { id, role, user, name, turn } = seat;
  return { id, request, role: role ?? null, user_id: user, name, turn, ...seatState(seat, position) };
}

/** A question's row. */
export function questionRow(request: string, { id, by, at, words }: SignoffQuestion) {
  return { id, request, asked_by: JSON.stringify(by), asked_at: at, words };
}

function storedDelegation({ answeredAt, offeredAt, reason, ...delegation }: Delegation): StoredDelegation {
  return {
    ...delegation,
    offeredAt: offeredAt.toString(),
    answeredAt: answeredAt?.toString() ?? null,
    reason: reason ?? null,
  };
}

function toSeat(row: SeatRow): Seat {
  return {
    id: row.id,
    role: row.role ?? undefined,
    user: row.user_id,
    name: row.name,
    turn: row.turn,
    askedAt: row.asked_at ?? undefined,
    decision: toDecision(row),
    delegation: row.delegation === null ? undefined : toDelegation(row.delegation),
    leftAt: row.left_at ?? undefined,
    replaced:
      row.replaced === null ? undefined : { ...row.replaced, at: Temporal.Instant.from(row.replaced.at) },
    reminded: row.reminded,
    remindAt: row.remind_at ?? undefined,
    ownerToldAt: row.owner_told_at ?? undefined,
    lookAt: row.look_at ?? undefined,
  };
}

function toDecision(row: SeatRow): SignoffDecision | undefined {
  const { decision, decided_by: by, decided_at: at, time_zone, platform_request } = row;
  if (decision === null) return undefined;
  if (by === null || at === null || time_zone === null || platform_request === null) {
    throw new TypeError(`Seat ${row.id} was decided by nobody`);
  }
  return {
    decision,
    by,
    onBehalfOf: row.on_behalf_of ?? undefined,
    words: row.words ?? undefined,
    at,
    timeZone: time_zone,
    platformRequest: platform_request,
  };
}

function toDelegation({ offeredAt, answeredAt, reason, ...stored }: StoredDelegation): Delegation {
  return {
    ...stored,
    offeredAt: Temporal.Instant.from(offeredAt),
    answeredAt: answeredAt === null ? undefined : Temporal.Instant.from(answeredAt),
    reason: reason ?? undefined,
  };
}

function toQuestion(row: Selectable<Database["signoff_question"]>): SignoffQuestion {
  return { id: row.id, by: row.asked_by, at: row.asked_at, words: row.words };
}
