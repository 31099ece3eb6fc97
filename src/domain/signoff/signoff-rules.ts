import { Temporal } from "temporal-polyfill";
import type { WorkingTime } from "../checklist/working-time.ts";
import type { Role } from "../role.ts";
import { storableText } from "../typed-text.ts";
import type { Seat, SignoffDocument, SignoffRequest } from "./signoff.ts";
import { isRequester } from "./signoff-requester.ts";
import { type Settled, settle } from "./signoff-turns.ts";

/** Bounds of what a request says, in characters after trimming. */
export const signoffTextLength = {
  title: { min: 3, max: 100 },
  meaning: { min: 10, max: 1_000 },
} as const;

/** Seats and documents of one request at most, so that every message can show all of them. */
export const mostSeats = 20;
export const mostDocuments = 10;

/** How far ahead a request may wait, in days. */
const mostDays = 366;

/** Somebody who is to be asked, in the order of the turns. */
export type NewSeat = {
  readonly id: string;
  readonly role: Role | undefined;
  readonly user: string;
  readonly name: string;
};

/** A request as it is asked for. */
export type NewSignoff = Pick<
  SignoffRequest,
  | "id"
  | "closeoutId"
  | "number"
  | "purpose"
  | "title"
  | "meaning"
  | "documents"
  | "quorum"
  | "order"
  | "decideBy"
  | "effect"
  | "requestedBy"
> & { readonly seats: readonly NewSeat[] };

export type SignoffField = "title" | "meaning" | "documents" | "seats" | "quorum" | "decideBy";

/** What is wrong with one field, in a sentence for the person who filled it in. */
export type SignoffProblem = { readonly field: SignoffField; readonly message: string };

export type NewRequest =
  | ({ readonly kind: "new" } & Settled)
  | { readonly kind: "invalid"; readonly problems: readonly SignoffProblem[] };

/** A new request with those asked whose turn it is, or everything that is wrong with it. */
export function newRequest(input: NewSignoff, now: Temporal.Instant, time: WorkingTime): NewRequest {
  const wanted = {
    ...input,
    title: storableText(input.title).trim(),
    meaning: storableText(input.meaning).trim(),
  };
  const problems = problemsOf(wanted, now);
  if (problems.length > 0) return { kind: "invalid", problems };
  const request: SignoffRequest = {
    ...wanted,
    seats: wanted.seats.map((seat, index) => emptySeat(seat, wanted.order === "sequence" ? index + 1 : 1)),
    requestedAt: now,
    questions: [],
    state: "open",
    ended: undefined,
    head: undefined,
  };
  return { kind: "new", ...settle(request, now, undefined, undefined, time) };
}

/** A seat in which nothing has happened. */
export function emptySeat(seat: NewSeat, turn: number): Seat {
  return {
    ...seat,
    turn,
    askedAt: undefined,
    decision: undefined,
    delegation: undefined,
    leftAt: undefined,
    replaced: undefined,
    reminded: 0,
    remindAt: undefined,
    ownerToldAt: undefined,
    lookAt: undefined,
  };
}

function problemsOf(input: NewSignoff, now: Temporal.Instant): readonly SignoffProblem[] {
  const found: readonly (readonly [SignoffField, string | undefined])[] = [
    ["title", lengthProblem(input.title, "a title", signoffTextLength.title)],
    ["meaning", lengthProblem(input.meaning, "what an approval states", signoffTextLength.meaning)],
    ["documents", documentsProblem(input.documents)],
    ["seats", seatsProblem(input)],
    ["quorum", quorumProblem(input)],
    ["decideBy", decideByProblem(input.decideBy, now)],
  ];
  return found.flatMap(([field, message]) => (message === undefined ? [] : { field, message }));
}

function lengthProblem(
  text: string,
  what: string,
  { min, max }: { readonly min: number; readonly max: number },
): string | undefined {
  if (text.length < min) return `Write ${what}, in ${min} characters at least.`;
  return text.length > max ? `Shorten it to ${max} characters.` : undefined;
}

function documentsProblem(documents: readonly SignoffDocument[]): string | undefined {
  if (documents.length > mostDocuments) return `Choose ${mostDocuments} documents at most.`;
  const hashes = new Set(documents.map(({ sha256 }) => sha256));
  return hashes.size < documents.length ? "One document is chosen twice." : undefined;
}

function seatsProblem({ seats, ...request }: NewSignoff): string | undefined {
  if (seats.length === 0) return "Choose at least one person or role that decides.";
  if (seats.length > mostSeats) return `Choose ${mostSeats} people and roles at most.`;
  if (seats.some(({ user }) => isRequester(request, user))) {
    return "You cannot decide on your own request. Choose somebody else, or let somebody else request it.";
  }
  const once = new Set(seats.map(({ role, user }) => `${role ?? ""} ${user}`));
  return once.size < seats.length ? "Somebody is named twice in the same role." : undefined;
}

function quorumProblem({ quorum, seats }: NewSignoff): string | undefined {
  if (quorum.kind === "all") return undefined;
  const people = new Set(seats.map(({ user }) => user)).size;
  if (Number.isSafeInteger(quorum.people) && quorum.people >= 1 && quorum.people <= people) return undefined;
  return people <= 1
    ? "Only one person is asked, so one approval is all there can be."
    : `Choose a number from 1 to ${people}: so many different people are asked.`;
}

function decideByProblem(decideBy: Temporal.Instant, now: Temporal.Instant): string | undefined {
  if (Temporal.Instant.compare(decideBy, now) <= 0) return "Choose a moment that is still to come.";
  return Temporal.Instant.compare(decideBy, now.add({ hours: 24 * mostDays })) > 0
    ? "Choose a moment within a year."
    : undefined;
}
