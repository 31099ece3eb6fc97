import { randomUUID } from "node:crypto";
import type { Conversation } from "../../domain/conversation.ts";
import type { Seat, SignoffQuestion, SignoffRequest } from "../../domain/signoff/signoff.ts";
import { activeSeats, deciderOf } from "../../domain/signoff/signoff-quorum.ts";
import { answererOf } from "../../domain/signoff/signoff-requester.ts";
import type { CloseoutChange, InThread, NewDelivery, SignoffSubject } from "../../ports.ts";

/** Who is told what about a request. Messages hold ids; their words are composed when they are sent. */

/**
 * Puts the request into the channel, its documents into the thread below. It is the delivery with the request's own id, so that others
 * find its thread.
 */
export async function postToChannel(change: CloseoutChange, request: SignoffRequest): Promise<void> {
  const { id } = request;
  const conversation = { kind: "channel", channel: change.closeout.channel } as const;
  await change.post([
    { id, conversation, subject: { kind: "signoff", request: id, about: "request" } },
    ...documentFiles(request, conversation, { threadOf: id }),
  ]);
}

/** Sends the request, with its documents below, to everybody who decides in these seats; each person gets it once. */
export async function postToSeats(
  change: CloseoutChange,
  request: SignoffRequest,
  seats: readonly Seat[],
): Promise<void> {
  const users = [...new Set(seats.map(deciderOf))];
  await change.post(
    users.flatMap((user) => [
      direct(user, { kind: "signoff", request: request.id, about: "request" }),
      ...documentFiles(request, { kind: "direct", user }),
    ]),
  );
}

function documentFiles(
  { documents }: SignoffRequest,
  conversation: Conversation,
  thread: InThread = {},
): readonly NewDelivery[] {
  return documents.map(({ sha256, name }) => ({
    id: randomUUID(),
    conversation,
    subject: { kind: "file", sha256, caption: `${name}, as it is to be approved.`, ...thread },
  }));
}

/** Tells some people directly, each once. */
export async function tell(
  change: CloseoutChange,
  users: readonly string[],
  subject: SignoffSubject,
): Promise<void> {
  await change.post([...new Set(users)].map((user) => direct(user, subject)));
}

/** A question stands in the thread below the channel's request; whoever answers for it and the asker hear of it directly. */
export async function postQuestion(
  change: CloseoutChange,
  request: SignoffRequest,
  { id: question, by }: SignoffQuestion,
): Promise<void> {
  const { channel } = change.closeout;
  const subject = { kind: "signoff", request: request.id, about: "question", question } as const;
  const inThread = { ...subject, threadOf: request.id };
  await change.post([{ id: randomUUID(), conversation: { kind: "channel", channel }, subject: inThread }]);
  await tell(change, [answererOf(change.closeout, request), by.user], subject);
}

/** How it ended: in the channel, to the requester, and to those whose word it leaves behind. */
export async function postOutcome(change: CloseoutChange, request: SignoffRequest): Promise<void> {
  const { channel } = change.closeout;
  const subject = { kind: "signoff", request: request.id, about: "outcome" } as const;
  await change.post([{ id: randomUUID(), conversation: { kind: "channel", channel }, subject }]);
  await tell(change, [answererOf(change.closeout, request), ...alsoConcerned(change, request)], subject);
}

/** Whose signature is void hears it; of a break-glass everybody at the table, and those who answer for the rules. */
function alsoConcerned({ closeout: { roles } }: CloseoutChange, request: SignoffRequest): readonly string[] {
  const seats = activeSeats(request);
  if (request.state === "superseded") return seats.flatMap(({ decision }) => decision?.by.user ?? []);
  if (request.state !== "overridden") return [];
  const atTable = seats.flatMap((seat) => [deciderOf(seat), seat.user]);
  return [...atTable, roles.compliance_officer, roles.it_audit];
}

function direct(user: string, subject: SignoffSubject): NewDelivery {
  return { id: randomUUID(), conversation: { kind: "direct", user }, subject };
}
