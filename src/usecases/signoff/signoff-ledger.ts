import type { Actor } from "../../domain/identity.ts";
import type { EntryKind, LedgerEntry } from "../../domain/ledger/ledger.ts";
import type { Seat, SignoffDecision, SignoffRequest } from "../../domain/signoff/signoff.ts";
import { approvalCount } from "../../domain/signoff/signoff-quorum.ts";
import type { CloseoutChange } from "../../ports.ts";

type Data = LedgerEntry["data"];

/** A kind of entry about sign-off. */
export type SignoffEntryKind = Extract<EntryKind, `signoff.${string}`>;

/** Writes what happened to a request. Its id stands in every such entry: by it the store finds the head that messages print. */
export async function recordSignoff(
  change: CloseoutChange,
  request: SignoffRequest,
  kind: SignoffEntryKind,
  actor: Actor,
  data: Data = {},
): Promise<void> {
  const { id, number } = request;
  await change.record({ actor, kind, data: { request: id, number, ...data } });
}

/** Everything that a request asks for. */
export function requestInLedger(request: SignoffRequest): Data {
  return {
    purpose: request.purpose,
    title: request.title,
    meaning: request.meaning,
    documents: documentsInLedger(request),
    seats: request.seats.map(seatInLedger),
    quorum: { ...request.quorum },
    order: request.order,
    decideBy: request.decideBy.toString(),
    effect: effectInLedger(request),
  };
}

function effectInLedger({ effect }: SignoffRequest): Data[string] {
  if (effect.kind !== "dispose") return { ...effect };
  return { kind: effect.kind, artifacts: effect.artifacts.map((artifact) => ({ ...artifact })) };
}

/** The documents by their names, hashes and origins. */
export function documentsInLedger({ documents }: SignoffRequest): Data[string] {
  return documents.map(({ name, sha256, origin }) => ({ name, sha256, origin: { ...origin } }));
}

/** Who sits where. */
export function seatInLedger({ id, role, user, name, turn }: Seat): {
  [key: string]: string | number | null;
} {
  return { seat: id, role: role ?? null, user, name, turn };
}

/** A decision with everything that makes it one: who, as what, in whose place, what it states, on which bytes, when and where. */
export function decisionInLedger(
  request: SignoffRequest,
  seat: Seat,
  { decision, by, onBehalfOf, words, at, timeZone, platformRequest }: SignoffDecision,
): Data {
  return {
    ...seatInLedger(seat),
    decision,
    decidedBy: { ...by },
    onBehalfOf: onBehalfOf ?? null,
    words: words ?? null,
    purpose: request.purpose,
    title: request.title,
    meaning: request.meaning,
    documents: documentsInLedger(request),
    decidedAt: at.toString(),
    timeZone,
    decidedAtLocal: at.toZonedDateTimeISO(timeZone).toString(),
    platformRequest,
  };
}

/** How a request ended, and which decisions stand in it. */
export function endInLedger(request: SignoffRequest): Data {
  return {
    state: request.state,
    purpose: request.purpose,
    title: request.title,
    reason: request.ended?.reason ?? null,
    endedAt: request.ended?.at.toString() ?? null,
    ...approvalCount(request),
    documents: documentsInLedger(request),
    decisions: request.seats.flatMap(({ decision, ...seat }) =>
      decision === undefined
        ? []
        : { ...seatInLedger({ decision, ...seat }), decision: decision.decision, by: decision.by.user },
    ),
  };
}
