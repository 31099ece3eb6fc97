import type { KnownBlock } from "@slack/types";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { actionIds, closeoutRef } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, count, line } from "../mrkdwn.ts";
import { signoffRef } from "./signoff-refs.ts";
import { approvalsWords, standingWords } from "./signoff-words.ts";

/** Most requests that the list shows; older ones are counted and can be asked for by their number. */
const mostShown = 15;

/** Every request of a closeout, the newest first, each with its state. */
export function signoffList(
  closeout: Closeout,
  requests: readonly SignoffRequest[],
  mayRequest: boolean,
): Message {
  const name = line(closeout.name, 80);
  const newest = requests.toReversed().slice(0, mostShown);
  const ask = mayRequest
    ? [
        actions(
          button(
            "Request a sign-off…",
            actionIds.signoffRequest,
            closeoutRef.encode({ c: closeout.id }),
            requests.length === 0 ? { style: "primary" } : {},
          ),
        ),
      ]
    : [];
  if (newest.length === 0) {
    const text = `No sign-off of ${name} has been requested yet.`;
    return { text, blocks: [section(text), ...ask] };
  }
  const open = requests.filter(({ state }) => state === "open");
  const text = `${count(requests.length, "sign-off")} of ${name}, ${open.length} open${
    open.length === 0
      ? ""
      : `: ${open
          .slice(-5)
          .map((one) => `${one.number} ${line(one.title, 60)}, ${approvalsWords(one)}`)
          .join("; ")}`
  }.`;
  const rest = requests.length - newest.length;
  return {
    text,
    blocks: [
      section(`*${count(requests.length, "sign-off")} of ${name}, ${open.length} open*`),
      ...newest.map((request) => requestLine(closeout, request)),
      ...(rest > 0 ? [context(`… and ${count(rest, "earlier one")}, to be shown by number.`)] : []),
      ...ask,
    ],
  };
}

function requestLine(closeout: Closeout, request: SignoffRequest): KnownBlock {
  const { number, title, requestedBy, requestedAt, decideBy, state, id } = request;
  const until = state === "open" ? ` · decide by ${dateToken(decideBy, "moment", closeout.timeZone)}` : "";
  return section(
    `*${number}  ${line(title, 100)}*\n${standingWords(request, closeout)}\nRequested by ${actorWords(requestedBy)} ${dateToken(requestedAt, "day", closeout.timeZone)}${until}`,
    button("Show", actionIds.signoffShow, signoffRef.encode({ r: id })),
  );
}
