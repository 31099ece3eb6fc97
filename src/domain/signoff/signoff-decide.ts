import type { Temporal } from "temporal-polyfill";
import type { WorkingTime } from "../checklist/working-time.ts";
import type { Person } from "../identity.ts";
import { readReason, reasonLength } from "../reason.ts";
import { storableText } from "../typed-text.ts";
import type { Seat, SignoffDecision, SignoffRequest } from "./signoff.ts";
import { activeSeats, deciderOf } from "./signoff-quorum.ts";
import { isRequester } from "./signoff-requester.ts";
import { type Settled, settle, withSeat } from "./signoff-turns.ts";

/** What somebody wants to say on a request. */
export type NewDecision = {
  readonly by: Person;
  readonly decision: SignoffDecision["decision"];
  /** A comment, or the reason of a rejection, as it was typed. */
  readonly words: string | undefined;
  /** In which seat, for whoever decides in several. */
  readonly seat: string | undefined;
  readonly platformRequest: string;
};

/** Why somebody cannot decide, each with what they need to hear. */
export type CannotDecide =
  | { readonly kind: "ended" }
  /** They made the request themselves. */
  | { readonly kind: "requester" }
  /** Nobody asked them. */
  | { readonly kind: "stranger" }
  | { readonly kind: "not_your_turn"; readonly seat: Seat }
  /** By them, or by their delegate. */
  | { readonly kind: "already_decided"; readonly seat: Seat }
  /** They have given it to somebody who has accepted. */
  | { readonly kind: "delegated"; readonly seat: Seat }
  /** It was offered to them, and they have not accepted. */
  | { readonly kind: "not_accepted"; readonly seat: Seat }
  /** The owner put somebody else in their place. */
  | { readonly kind: "replaced"; readonly seat: Seat }
  /** They decide in several seats and have to say in which. */
  | { readonly kind: "which_seat"; readonly seats: readonly Seat[] }
  | { readonly kind: "invalid"; readonly message: string };

export type Decided =
  | ({ readonly kind: "decided"; readonly seat: Seat } & Settled)
  /** The same click has arrived again. */
  | { readonly kind: "repeated"; readonly seat: Seat }
  | CannotDecide;

/** Records one person's word in one seat and draws its consequences. The request is as of this moment. */
export function decide(
  request: SignoffRequest,
  input: NewDecision,
  now: Temporal.Instant,
  time: WorkingTime,
): Decided {
  const { by, decision, platformRequest } = input;
  const repeated = request.seats.find(
    (seat) =>
      seat.decision?.platformRequest === platformRequest &&
      seat.decision.by.user === by.user &&
      seat.decision.decision === decision,
  );
  if (repeated !== undefined) return { kind: "repeated", seat: repeated };
  const found = findSeat(request, by, input.seat);
  if (found.kind !== "ready") return found;
  const words = readWords(decision, input.words);
  if (!words.ok) return { kind: "invalid", message: words.message };
  const seat: Seat = {
    ...found.seat,
    remindAt: undefined,
    lookAt: undefined,
    decision: {
      decision,
      by,
      onBehalfOf: found.seat.user === by.user ? undefined : found.seat.user,
      words: words.words,
      at: now,
      timeZone: time.timeZone,
      platformRequest,
    },
  };
  const settled = settle(withSeat(request, seat), now, by, words.words, time);
  return { kind: "decided", seat, ...settled };
}

/** The seat in which somebody may decide at this moment, or why there is none. */
export function findSeat(
  request: SignoffRequest,
  by: Pick<Person, "user">,
  wanted: string | undefined,
): { readonly kind: "ready"; readonly seat: Seat } | Exclude<CannotDecide, { kind: "invalid" }> {
  if (request.state !== "open") return { kind: "ended" };
  if (isRequester(request, by.user)) return { kind: "requester" };
  const own = decidableSeats(request, by.user).filter(({ id }) => wanted === undefined || id === wanted);
  const [first, ...others] = own;
  if (first === undefined) return whyNone(request, by.user, wanted);
  return others.length > 0 ? { kind: "which_seat", seats: own } : { kind: "ready", seat: first };
}

/** The seats of an open request in which this person may decide now. */
export function decidableSeats(request: SignoffRequest, user: string): readonly Seat[] {
  if (request.state !== "open" || isRequester(request, user)) return [];
  return activeSeats(request).filter(
    (seat) => deciderOf(seat) === user && seat.decision === undefined && seat.askedAt !== undefined,
  );
}

/** Whether a request waits for this person: for a decision, or for their answer to a delegation. */
export function awaitsAnswerOf(request: SignoffRequest, user: string): boolean {
  if (decidableSeats(request, user).length > 0) return true;
  return request.state === "open" && offersTo(request, user).length > 0;
}

/** The seats that were offered to this person and that they have not answered. */
export function offersTo(request: SignoffRequest, user: string): readonly Seat[] {
  return activeSeats(request).filter(
    ({ decision, delegation }) =>
      decision === undefined && delegation?.state === "offered" && delegation.to === user,
  );
}

function whyNone(
  request: SignoffRequest,
  user: string,
  wanted: string | undefined,
): Exclude<CannotDecide, { kind: "invalid" | "which_seat" }> {
  const asked = request.seats.filter(({ id }) => wanted === undefined || id === wanted);
  const active = asked.filter(({ replaced }) => replaced === undefined);
  const waiting = active.find((seat) => deciderOf(seat) === user && seat.decision === undefined);
  if (waiting !== undefined) return { kind: "not_your_turn", seat: waiting };
  const decided = active.find(
    (seat) =>
      seat.decision !== undefined &&
      (seat.user === user || seat.decision.by.user === user || deciderOf(seat) === user),
  );
  if (decided !== undefined) return { kind: "already_decided", seat: decided };
  const given = active.find((seat) => seat.user === user);
  if (given !== undefined) return { kind: "delegated", seat: given };
  const [offered] = offersTo({ ...request, seats: active }, user);
  if (offered !== undefined) return { kind: "not_accepted", seat: offered };
  const replaced = asked.find((seat) => seat.replaced !== undefined && deciderOf(seat) === user);
  return replaced === undefined ? { kind: "stranger" } : { kind: "replaced", seat: replaced };
}

function readWords(
  decision: SignoffDecision["decision"],
  typed: string | undefined,
):
  | { readonly ok: true; readonly words: string | undefined }
  | { readonly ok: false; readonly message: string } {
  if (decision === "rejected") {
    const read = readReason(typed ?? "");
    return read.ok ? { ok: true, words: read.reason } : read;
  }
  const words = storableText(typed ?? "").trim();
  if (words.length > reasonLength.max) {
    return { ok: false, message: `Shorten it to ${reasonLength.max} characters.` };
  }
  return { ok: true, words: words === "" ? undefined : words };
}
