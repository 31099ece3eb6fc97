import { assertNever } from "../../../src/domain/assert-never.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Seat, SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import type { SignoffNotice } from "../../../src/domain/signoff/signoff-notice.ts";
import { deciderOf } from "../../../src/domain/signoff/signoff-quorum.ts";
import { answererOf } from "../../../src/domain/signoff/signoff-requester.ts";
import { holdsRight } from "../../../src/domain/signoff/signoff-right.ts";
import { actionIds } from "../actions.ts";
import { dateToken } from "../dates.ts";
import { actions, button, context, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, channelLink, line, mention, quote } from "../mrkdwn.ts";
import { signoffMessage } from "./signoff-message.ts";
import { seatRef, signoffRef } from "./signoff-refs.ts";
import {
  approvalsWords,
  asRole,
  documentLines,
  seatRole,
  signoffName,
  standingWords,
} from "./signoff-words.ts";

type Notice<About extends SignoffNotice["about"]> = Extract<SignoffNotice, { readonly about: About }>;

/** Everything that is said about a sign-off without having been asked. */
export function signoffNotice(notice: SignoffNotice): Message {
  switch (notice.about) {
    case "request":
      return signoffMessage(notice);
    case "reminder":
      return reminderMessage(notice.closeout, notice.request, notice.seat);
    case "escalation":
      return escalationMessage(notice.closeout, notice.request, notice.seat);
    case "left":
      return leftMessage(notice.closeout, notice.request, notice.seat);
    case "delegation":
      return delegationMessage(notice.closeout, notice.request, notice.seat);
    case "question":
      return questionMessage(notice);
    case "outcome":
      return outcomeMessage(notice);
    default:
      return assertNever(notice);
  }
}

/** Whether somebody in a seat is still awaited: what is said about it afterwards says that it is over. */
function isAwaited(request: SignoffRequest, { decision, replaced }: Seat): boolean {
  return request.state === "open" && decision === undefined && replaced === undefined;
}

function reminderMessage(closeout: Closeout, request: SignoffRequest, seat: Seat): Message {
  const name = signoffName(request, closeout);
  if (!isAwaited(request, seat)) return over(closeout, request);
  const until = dateToken(request.decideBy, "moment", closeout.timeZone);
  const text = `${name} still waits for you, ${asRole(seat)}. It has to be decided by ${until}.`;
  return {
    text,
    blocks: [
      section(text),
      section(quote(request.meaning, 600, "the request holds it whole")),
      actions(...decideButtons(request)),
    ],
  };
}

function decideButtons({ id }: SignoffRequest) {
  const value = signoffRef.encode({ r: id });
  return [
    button("Approve…", actionIds.signoffApprove, value, { style: "primary" }),
    button("Reject…", actionIds.signoffReject, value, { style: "danger" }),
    button("Ask a question…", actionIds.signoffAsk, value),
    button("Show all of it", actionIds.signoffShow, value),
  ];
}

function escalationMessage(closeout: Closeout, request: SignoffRequest, seat: Seat): Message {
  const name = signoffName(request, closeout);
  if (!isAwaited(request, seat)) return over(closeout, request);
  const until = dateToken(request.decideBy, "moment", closeout.timeZone);
  if (!holdsRight(closeout, request, seat.user)) {
    const text = `${name}: ${mention(seat.user)}, ${seatRole(seat)}, may not decide on this any more, so nobody does in their place. It expires ${until}.`;
    return withReplacement(text, "Name whoever may, or withdraw the request.", request, seat);
  }
  const times = seat.reminded === 1 ? "once" : `${seat.reminded} times`;
  const text = `${name}: ${mention(deciderOf(seat))}, ${seatRole(seat)}, has not decided. I reminded them ${times}. It expires ${until}.`;
  return withReplacement(text, "Talk to them, or name somebody else who decides.", request, seat);
}

function leftMessage(closeout: Closeout, request: SignoffRequest, seat: Seat): Message {
  if (!isAwaited(request, seat)) return over(closeout, request);
  const name = signoffName(request, closeout);
  const decider = mention(deciderOf(seat));
  if (seat.leftAt === undefined) {
    return sentence(
      `${name}: ${decider} is awaited, ${asRole(seat)}, and can decide. Nothing waits for you here.`,
    );
  }
  const own = deciderOf(seat) === seat.user;
  const who = own
    ? `${decider}, ${seatRole(seat)},`
    : `${decider}, who was to decide in the place of ${mention(seat.user)}, ${seatRole(seat)},`;
  const advice = own
    ? "Name somebody else who decides in their place."
    : `${mention(seat.user)} can take it back and decide, or the owner can name somebody else.`;
  const text = `${name}: ${who} is no full member of this workspace any more and cannot decide.`;
  return withReplacement(text, advice, request, seat);
}

function withReplacement(text: string, advice: string, request: SignoffRequest, seat: Seat): Message {
  const value = seatRef.encode({ r: request.id, s: seat.id });
  return {
    text: `${text} ${advice}`,
    blocks: [
      section(`${text} ${advice}`),
      actions(
        button("Name somebody else…", actionIds.signoffReplace, value),
        button("Show the request", actionIds.signoffShow, signoffRef.encode({ r: request.id })),
      ),
    ],
  };
}

function delegationMessage(closeout: Closeout, request: SignoffRequest, seat: Seat): Message {
  const { delegation } = seat;
  const name = signoffName(request, closeout);
  const who = `${mention(seat.user)}, ${seatRole(seat)}`;
  if (delegation === undefined) {
    return sentence(`${name}: ${who}, does not ask for a delegate any more. Nothing is expected of you.`);
  }
  if (!isAwaited(request, seat)) return over(closeout, request);
  if (delegation.state === "declined") {
    return sentence(`${name}: you have declined to decide in the place of ${who}. They decide themselves.`);
  }
  const until = dateToken(request.decideBy, "moment", closeout.timeZone);
  const because = delegation.reason === undefined ? "" : ` “${line(delegation.reason, 300)}”`;
  if (delegation.state === "accepted") {
    const text = `${name}: you decide in the place of ${who}, by ${until}.`;
    return { text, blocks: [section(text), actions(...decideButtons(request))] };
  }
  const text = `${who}, asks you to decide in their place on ${lower(name)}, by ${until}.${because}`;
  const value = seatRef.encode({ r: request.id, s: seat.id });
  return {
    text,
    blocks: [
      section(text),
      section(
        `Who approves states: “${line(request.meaning, 500)}”${request.documents.length === 0 ? "" : `\n${documentLines(request).join("\n")}`}`,
      ),
      context(
        "It holds once you accept; until then they may still decide themselves. Your answer goes to the ledger.",
      ),
      actions(
        button("Accept", actionIds.signoffAccept, value, { style: "primary" }),
        button("Decline", actionIds.signoffDecline, value),
        button("Show the request", actionIds.signoffShow, signoffRef.encode({ r: request.id })),
      ),
    ],
  };
}

function questionMessage({ closeout, request, question, inThread }: Notice<"question">): Message {
  const { by, words } = question;
  if (inThread) {
    // Both are named, so that Slack tells them of this thread and of what is answered in it.
    const asks = `${mention(by.user)} asks ${mention(answererOf(closeout, request))} before deciding:`;
    return {
      text: `${asks} “${line(words, 1_000)}” (${lower(signoffName(request, closeout))})`,
      blocks: [
        section(asks),
        section(quote(words, 2_500, "the ledger holds it whole")),
        context("Answer here, in the thread. The request stays open meanwhile."),
      ],
    };
  }
  const name = signoffName(request, closeout);
  const text = `${name}: ${mention(by.user)} asks: “${line(words, 1_000)}” Answers belong in the thread of ${channelLink(closeout.channel)}; the request stays open.`;
  return {
    text,
    blocks: [
      section(`${name}: ${mention(by.user)} asks:`),
      section(quote(words, 2_500, "the ledger holds it whole")),
      context(
        `Answers belong in the thread below the request in ${channelLink(closeout.channel)}, where all see them. The request stays open.`,
      ),
    ],
  };
}

function outcomeMessage({ closeout, request }: Notice<"outcome">): Message {
  const name = signoffName(request, closeout);
  const standing = standingWords(request, closeout);
  const { requestedBy, id, state } = request;
  const facts = [
    `Requested by ${actorWords(requestedBy)}`,
    // Of an approval the sentence itself says so.
    ...(state === "approved" ? [] : [approvalsWords(request)]),
  ];
  return {
    text: `${name}. ${standing}`,
    blocks: [
      section(`*${name}*\n${standing}`),
      context(facts.join(" · ")),
      actions(button("Show the request", actionIds.signoffShow, signoffRef.encode({ r: id }))),
    ],
  };
}

function over(closeout: Closeout, request: SignoffRequest): Message {
  const name = signoffName(request, closeout);
  return sentence(`${name}: nothing waits here any more. ${standingWords(request, closeout)}`);
}

function lower(words: string): string {
  return words.replace(/^[A-Z]/, (first) => first.toLowerCase());
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
