import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { roleNames } from "../../../src/domain/role.ts";
import type { Seat, SignoffRequest, SignoffState } from "../../../src/domain/signoff/signoff.ts";
import {
  approvalCount,
  approvers,
  awaitedSeats,
  deciderOf,
} from "../../../src/domain/signoff/signoff-quorum.ts";
import { shortHash } from "../certificate/certificate-summary.ts";
import { dateToken } from "../dates.ts";
import { enumerate, line, mention } from "../mrkdwn.ts";

/** Words about sign-offs that several messages share. */

/** Most people that a sentence names. */
const mostNamed = 6;

/** How each state is called. */
export const stateNames: Readonly<Record<SignoffState, string>> = {
  open: "open",
  approved: "approved",
  rejected: "rejected",
  withdrawn: "withdrawn",
  expired: "expired",
  superseded: "void",
  overridden: "overridden",
};

/** `Sign-off 2 of HR_PROD (Project acceptance)`, to begin a sentence with. */
export function signoffName({ number, title }: SignoffRequest, { name }: Closeout): string {
  return `Sign-off ${number} of ${line(name, 80)} (${line(title, 100)})`;
}

/** `compliance officer`, or `by name`. */
export function seatRole({ role }: Pick<Seat, "role">): string {
  return role === undefined ? "by name" : roleNames[role];
}

/** `as compliance officer`; somebody who was asked by name is asked for nothing else. */
export function asRole({ role }: Pick<Seat, "role">): string {
  return role === undefined ? "by name" : `as ${roleNames[role]}`;
}

/** `2 of 4 have approved`, or of some: `1 of the 2 needed has approved`. */
export function approvalsWords(request: SignoffRequest): string {
  const { approved, needed } = approvalCount(request);
  const have = approved === 1 || needed === 1 ? "has" : "have";
  return request.quorum.kind === "all"
    ? `${approved} of ${needed} ${have} approved`
    : `${approved} of the ${needed} needed ${have} approved`;
}

/** `waits for @jonas and @li`; nothing when nobody is awaited. */
export function awaitedWords(request: SignoffRequest): string {
  const people = awaitedPeople(request);
  return people.length === 0 ? "" : `waits for ${enumerate(people, mostNamed)}`;
}

/** Everybody who has been asked and has not decided, each once, as mentions. */
export function awaitedPeople(request: SignoffRequest): readonly string[] {
  return [...new Set(awaitedSeats(request).map(deciderOf))].map(mention);
}

/** Where a request stands, in one sentence without its name. Its moments are shown in the reader's zone. */
export function standingWords(request: SignoffRequest, { timeZone }: Closeout): string {
  const { ended, state } = request;
  const when = ended === undefined ? "" : ` ${dateToken(ended.at, "moment", timeZone)}`;
  const by = ended?.by === undefined ? "" : ` by ${mention(ended.by.user)}`;
  const why = ended?.reason === undefined ? "" : `: “${line(ended.reason, 300)}”`;
  const changed = ended?.reason === undefined ? "a document has changed" : line(ended.reason, 150);
  switch (state) {
    case "open": {
      const awaited = awaitedWords(request);
      return `${approvalsWords(request)}${awaited === "" ? "" : `; it ${awaited}`}.`;
    }
    case "approved":
      return `Approved by ${enumerate([...approvers(request)].map(mention), mostNamed)}${when === "" ? "" : `,${when}`}: ${approvalsWords(request)}.`;
    case "rejected":
      return `Rejected${by}${when}${stop(why)}`;
    case "withdrawn":
      return `Withdrawn${by}${when}${stop(why)} Nothing was approved.`;
    case "expired":
      return `Expired${when}: it was not decided in time. That is no rejection; it can be asked again.`;
    case "superseded":
      return `Void since${when}: ${changed}, so it is not what was to be signed. Given signatures no longer count; it has to be asked again.`;
    case "overridden":
      return `Overridden${by}${when} without the missing approvals${stop(why)}`;
    default:
      return assertNever(state);
  }
}

/** Somebody's words end as they end; ours end with a full stop. */
function stop(words: string): string {
  return words === "" ? "." : words;
}

/** `Final report v3 · sha256 9f2c1b7a…03e1`, one a line. */
export function documentLines({ documents }: Pick<SignoffRequest, "documents">): readonly string[] {
  return documents.map(({ name, sha256 }) => `• ${line(name, 90)} · sha256 \`${shortHash(sha256)}\``);
}
