import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Seat, SignoffDecision, SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { answererOf } from "../../../src/domain/signoff/signoff-requester.ts";
import { actionIds } from "../actions.ts";
import { actions, button, section } from "../elements.ts";
import type { Commands, Message } from "../message.ts";
import { channelLink, enumerate, line, mention } from "../mrkdwn.ts";
import { signoffRef } from "./signoff-refs.ts";
import { asRole, awaitedPeople, signoffName, standingWords } from "./signoff-words.ts";

/** What people are told privately when they have done something about a sign-off. */

/** Thanks for a decision. */
export function decisionNoted(
  closeout: Closeout,
  request: SignoffRequest,
  decision: SignoffDecision["decision"],
): Message {
  return sentence(
    `Noted: you have ${decision} ${lower(signoffName(request, closeout))}. ${standingWords(request, closeout)}`,
  );
}

/** It is on its way to those who are asked. */
export function signoffRequested(closeout: Closeout, request: SignoffRequest): Message {
  const people = awaitedPeople(request);
  return sentence(
    `${signoffName(request, closeout)} is requested: ${enumerate(people, 8)} ${people.length === 1 ? "gets" : "get"} it directly, and it stands in ${channelLink(closeout.channel)}.`,
  );
}

export function questionAsked(closeout: Closeout, request: SignoffRequest): Message {
  return sentence(
    `Asked: your question stands in the thread below ${lower(signoffName(request, closeout))} in ${channelLink(closeout.channel)}, and ${mention(answererOf(closeout, request))} is told. The request stays open.`,
  );
}

export function delegationOffered(closeout: Closeout, request: SignoffRequest, to: string): Message {
  return sentence(
    `I have asked ${mention(to)} to decide in your place on ${lower(signoffName(request, closeout))}. Until they accept you may still decide yourself.`,
  );
}

export function delegationTakenBack(closeout: Closeout, request: SignoffRequest): Message {
  return withDecision(
    `You decide on ${lower(signoffName(request, closeout))} yourself again. Whoever you had asked sees that.`,
    request,
  );
}

export function delegationAnswered(
  closeout: Closeout,
  request: SignoffRequest,
  seat: Seat,
  accepted: boolean,
): Message {
  const name = lower(signoffName(request, closeout));
  const whose = `${mention(seat.user)}, ${asRole(seat)}`;
  return accepted
    ? withDecision(`You decide in the place of ${whose}, on ${name}. They are told.`, request)
    : sentence(`Declined: ${whose}, decides on ${name} themselves. They are told.`);
}

export function signatoryReplaced(
  closeout: Closeout,
  request: SignoffRequest,
  before: string,
  after: string,
): Message {
  return sentence(
    `${mention(after)} decides on ${lower(signoffName(request, closeout))} in the place of ${mention(before)}. That and your reason are in the ledger.`,
  );
}

export function signoffWithdrawn(closeout: Closeout, request: SignoffRequest): Message {
  return sentence(
    `${signoffName(request, closeout)} is withdrawn. Everybody who was asked sees that and why.`,
  );
}

export function signoffOverridden(closeout: Closeout, request: SignoffRequest): Message {
  return sentence(
    `${signoffName(request, closeout)} is overridden. Everybody who was asked, the compliance officer and IT audit are told, with your reason.`,
  );
}

/** No request of that number. */
export function noSuchSignoff(
  { name }: Closeout,
  number: number | undefined,
  { closeout }: Commands,
): Message {
  const which = number === undefined ? "Say which sign-off." : `${line(name, 80)} has no sign-off ${number}.`;
  return sentence(`${which} Nothing was changed. \`${closeout} signoff\` lists them all.`);
}

/** The button is about a request that is not there. */
export function unknownSignoff({ closeout }: Commands): Message {
  return sentence(
    `I do not find the sign-off that this button is about, so nothing was changed. \`${closeout} signoff\` in the closeout's channel lists them all.`,
  );
}

export function unknownSignoffWord(
  word: string,
  suggestion: string | undefined,
  { closeout }: Commands,
): Message {
  const near =
    suggestion === undefined ? "" : ` Did you mean \`${closeout} signoff ${line(suggestion, 40)}\`?`;
  return sentence(
    `I do not know “${line(word, 40)}” here.${near} Nothing was changed. \`${closeout} signoff\` lists the requests, \`${closeout} signoff request\` makes one.`,
  );
}

function withDecision(text: string, { id }: SignoffRequest): Message {
  const value = signoffRef.encode({ r: id });
  return {
    text,
    blocks: [
      section(text),
      actions(
        button("Approve…", actionIds.signoffApprove, value, { style: "primary" }),
        button("Reject…", actionIds.signoffReject, value, { style: "danger" }),
        button("Show the request", actionIds.signoffShow, value),
      ),
    ],
  };
}

function lower(words: string): string {
  return words.replace(/^[A-Z]/, (first) => first.toLowerCase());
}

function sentence(text: string): Message {
  return { text, blocks: [section(text)] };
}
