import type { KnownBlock } from "@slack/types";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Seat, SignoffDecision, SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { activeSeats } from "../../../src/domain/signoff/signoff-quorum.ts";
import { holdsRight } from "../../../src/domain/signoff/signoff-right.ts";
import { dateToken } from "../dates.ts";
import { section } from "../elements.ts";
import { count, line, mention } from "../mrkdwn.ts";
import { seatRole } from "./signoff-words.ts";

/** Most people that the message names one by one, and how many stand in one block. */
const most = { seats: 40, each: 8 } as const;

/** Characters that all words of all seats have together, so that a message with many of them still fits. */
const roomForWords = 2_400;

/** One line for each person who decides: in which role, what they have said and when, or what is awaited. */
export function seatBlocks(request: SignoffRequest, closeout: Closeout): KnownBlock[] {
  const shown = request.seats.slice(0, most.seats);
  const words = Math.min(300, Math.floor(roomForWords / Math.max(1, shown.length)));
  const lines = shown.map((seat) => seatLine(request, seat, closeout, words));
  const rest = request.seats.length - shown.length;
  if (rest > 0) lines.push(`… and ${count(rest, "more")}; the ledger names them all.`);
  const blocks: KnownBlock[] = [];
  for (let at = 0; at < lines.length; at += most.each) {
    const title = at === 0 ? `*${heading(request)}*\n` : "";
    blocks.push(section(`${title}${lines.slice(at, at + most.each).join("\n")}`));
  }
  return blocks;
}

/** `Who decides: all 4, one after another`. */
function heading(request: SignoffRequest): string {
  const { quorum, order } = request;
  const people = activeSeats(request).length;
  if (people === 1) return "Who decides:";
  const who = quorum.kind === "all" ? `all ${people}` : `${quorum.people} of ${people}`;
  return `Who decides: ${who}${order === "sequence" ? ", one after another" : ""}`;
}

function seatLine(request: SignoffRequest, seat: Seat, closeout: Closeout, max: number): string {
  const role = seatRole(seat);
  const name = `${mention(seat.user)}, ${role}`;
  if (seat.replaced !== undefined) {
    const successor = request.seats.find(({ id }) => id === seat.replaced?.seat);
    const by = successor === undefined ? "somebody else" : mention(successor.user);
    return `✕  ${name}: replaced by ${by}, “${line(seat.replaced.reason, max)}”`;
  }
  if (seat.decision !== undefined) return decided(request, seat, seat.decision, closeout.timeZone, max);
  if (request.state !== "open") return `○  ${name}: had not decided`;
  if (!holdsRight(closeout, request, seat.user)) {
    return `○  ${name}: may not decide on this any more; the owner can name whoever may, or withdraw the request`;
  }
  return `○  ${name}: ${waitingWords(seat, max)}`;
}

/** A signature that no longer counts is struck through, and the word says so as well. */
function decided(
  { state }: SignoffRequest,
  seat: Seat,
  { decision, by, words, at }: SignoffDecision,
  timeZone: string,
  max: number,
): string {
  const behalf = by.user === seat.user ? "" : ` for ${mention(seat.user)}`;
  const said = words === undefined || words === "" ? "" : ` “${line(words, max)}”`;
  const fact = `${mention(by.user)}, ${seatRole(seat)}: ${decision}${behalf} ${dateToken(at, "moment", timeZone)}`;
  if (state === "superseded") return `✕  ~${fact}~ *void*${said}`;
  return `${decision === "approved" ? "✓" : "✕"}  ${fact}${said}`;
}

function waitingWords(seat: Seat, max: number): string {
  const { delegation } = seat;
  if (seat.leftAt !== undefined) {
    return delegation?.state === "accepted"
      ? `${mention(delegation.to)}, who was to decide in their place, has left the workspace; they can take it back, or the owner can name somebody else`
      : "has left the workspace; the owner can name somebody else";
  }
  const why = delegation?.reason === undefined ? "" : `, “${line(delegation.reason, max)}”`;
  if (delegation?.state === "accepted") {
    return `awaited from ${mention(delegation.to)}, who decides in their place${why}`;
  }
  if (delegation?.state === "offered") {
    return `awaited; has asked ${mention(delegation.to)} to decide in their place${why}`;
  }
  return seat.askedAt === undefined ? "comes later in the order" : "awaited";
}
