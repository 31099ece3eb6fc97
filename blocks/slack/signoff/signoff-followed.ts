import type { Closeout } from "../../../src/domain/closeout.ts";
import type { FollowedSeat } from "../../../src/domain/signoff/signoff-follow.ts";
import { mention } from "../mrkdwn.ts";
import { seatRole, signoffName } from "./signoff-words.ts";

/** Most seats that are told of one by one. */
const most = 8;

/** What moving roles has done to open requests for sign-off, in a sentence for each seat; empty where nothing. */
export function followedWords(closeout: Closeout, followed: readonly FollowedSeat[]): readonly string[] {
  const words = followed.slice(0, most).map((one) => seatWords(closeout, one));
  const rest = followed.length - words.length;
  return rest > 0 ? [...words, `The same goes for ${rest} more; each request shows who decides.`] : words;
}

function seatWords(closeout: Closeout, followed: FollowedSeat): string {
  const { request, old } = followed;
  const name = signoffName(request, closeout);
  if (followed.kind === "asked") {
    return `${name} now asks ${mention(followed.seat.user)} as ${seatRole(followed.seat)} in the place of ${mention(old.user)}.`;
  }
  const lost = `${name} can be decided by nobody as ${seatRole(old)}: ${mention(old.user)} may not any more`;
  const { user, why } = followed;
  if (user === undefined || why === undefined) {
    return `${lost}. Put whoever may in their place, or withdraw the request.`;
  }
  const because = why === "requester" ? "has requested it" : "takes part in it already";
  return `${lost}, and ${mention(user)} ${because}. Withdraw the request and let it be asked for anew, or give the role to somebody else.`;
}
