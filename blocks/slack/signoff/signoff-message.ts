import type { ActionsBlockElement, KnownBlock } from "@slack/types";
import type { Closeout } from "../../../src/domain/closeout.ts";
import type { Seat, SignoffRequest } from "../../../src/domain/signoff/signoff.ts";
import { decidableSeats } from "../../../src/domain/signoff/signoff-decide.ts";
import type { RequestNotice } from "../../../src/domain/signoff/signoff-notice.ts";
import { undecidedSeats } from "../../../src/domain/signoff/signoff-quorum.ts";
import { actionIds } from "../actions.ts";
import { shortHash } from "../certificate/certificate-summary.ts";
import { dateToken, zonedMoment } from "../dates.ts";
import { actions, button, context, header, option, section } from "../elements.ts";
import type { Message } from "../message.ts";
import { actorWords, channelLink, count, line, mention, plainLine, quote } from "../mrkdwn.ts";
import { artifactBlocks } from "./signoff-artifacts.ts";
import { type SignoffAct, signoffOption, signoffRef } from "./signoff-refs.ts";
import { seatBlocks } from "./signoff-seats.ts";
import {
  approvalsWords,
  asRole,
  awaitedWords,
  documentLines,
  signoffName,
  standingWords,
  stateNames,
} from "./signoff-words.ts";

/** What a request's message is drawn from. */
export type RequestView = Omit<RequestNotice, "about"> & {
  readonly closeout: Closeout;
  readonly request: SignoffRequest;
  /** What the reader may do, where that was asked; else it follows from where the message stands. */
  readonly offers?: SignoffOffers;
};

/** Most questions that the message repeats; their thread holds all. */
const mostQuestions = 3;

/**
 * A request with everything that was said on it, in the channel or to one person directly. Updated in place after each change; the
 * buttons go when they no longer apply.
 */
export function signoffMessage(view: RequestView): Message {
  const { closeout, request } = view;
  return {
    text: requestText(view),
    blocks: [
      header(`Sign-off ${request.number} · ${plainLine(request.title, 90)} · ${stateNames[request.state]}`),
      context(originWords(view)),
      ...askedWords(view),
      section(`*By approving, each states:*\n${quote(request.meaning, 900, "the ledger holds it whole")}`),
      documentsBlock(view),
      ...artifactBlocks(view.artifacts, request),
      ...seatBlocks(request, closeout),
      section(`*${standing(view)}*`),
      ...questionBlocks(view),
      ...controls(view),
      ...headBlock(request),
    ],
  };
}

/** Without its blocks it says who asks whom for what, until when, or how it ended. */
function requestText({ closeout, request, reader }: RequestView): string {
  const name = signoffName(request, closeout);
  if (request.state !== "open") return `${name}: ${lower(standingWords(request, closeout))}`;
  const until = `by ${zonedMoment(request.decideBy, closeout.timeZone)}`;
  const own = reader === undefined ? [] : decidableSeats(request, reader);
  if (own.length > 0) {
    return `${actorWords(request.requestedBy)} asks for your approval ${until}: ${lower(name)}. ${capital(approvalsWords(request))}.`;
  }
  const awaited = awaitedWords(request);
  return `${name}: ${approvalsWords(request)}${awaited === "" ? "" : `; it ${awaited}`}. To be decided ${until}.`;
}

/** In the channel itself nobody has to be told which one it is. */
function originWords({ closeout, request, reader }: RequestView): string {
  const { requestedBy, requestedAt, decideBy, state } = request;
  const { name, channel, timeZone } = closeout;
  const facts = [
    reader === undefined ? line(name, 80) : `${line(name, 80)} in ${channelLink(channel)}`,
    `requested by ${actorWords(requestedBy)} ${dateToken(requestedAt, "moment", timeZone)}`,
    ...(state === "open" ? [`decide by *${dateToken(decideBy, "moment", timeZone)}*`] : []),
  ];
  return facts.join(" · ");
}

/** The list above names who is awaited; only how it ended takes a whole sentence. */
function standing({ closeout, request }: RequestView): string {
  return request.state === "open" ? `${approvalsWords(request)}.` : standingWords(request, closeout);
}

/** To one person: why they get it, or what they have done already. */
function askedWords({ closeout, request, reader }: RequestView): KnownBlock[] {
  if (reader === undefined || request.state !== "open") return [];
  const own = decidableSeats(request, reader);
  if (own.length === 0) return [];
  const why = own.map((seat) => reasonWords(seat, reader));
  return [section(`You are asked ${why.join(" and ")} in ${line(closeout.name, 80)}.`)];
}

function reasonWords(seat: Seat, reader: string): string {
  return seat.user === reader ? asRole(seat) : `in the place of ${mention(seat.user)}, ${asRole(seat)}`;
}

function documentsBlock({ request, reader }: RequestView): KnownBlock {
  if (request.documents.length === 0) return section("*What is approved*\nNo document: the words above.");
  const [title, files] = request.documents.length === 1 ? ["Document", "a file"] : ["Documents", "files"];
  const where = `as ${files} ${reader === undefined ? "in the thread" : "below"}`;
  return section(`*${title}*, ${where}\n${documentLines(request).join("\n")}`);
}

function questionBlocks({ request, closeout, reader }: RequestView): KnownBlock[] {
  const { questions } = request;
  if (questions.length === 0) return [];
  const lines = questions
    .slice(-mostQuestions)
    .map(
      ({ by, at, words }) =>
        `• ${mention(by.user)} ${dateToken(at, "moment", closeout.timeZone)}: “${line(words, 200)}”`,
    );
  const where =
    reader === undefined ? "in the thread below" : `in the thread in ${channelLink(closeout.channel)}`;
  const last = questions.length > lines.length ? "; the last:" : "";
  return [section(`*${count(questions.length, "question")}*, ${where}${last}\n${lines.join("\n")}`)];
}

/** What those who read a request can do about it. */
export type SignoffOffers = {
  readonly decide: boolean;
  readonly ask: boolean;
  readonly acts: readonly SignoffAct[];
};

const nothing: SignoffOffers = { decide: false, ask: false, acts: [] };

/** What can still be done. In the channel anybody can click, and who may not is told so; directly it is what the reader may do. */
function offersOf({ request, reader, mayOverride, offers }: RequestView): SignoffOffers {
  if (request.state !== "open") return nothing;
  if (offers !== undefined) return offers;
  if (reader === undefined) {
    const override = mayOverride ? (["override"] as const) : [];
    return { decide: true, ask: true, acts: ["delegate", "replace", "withdraw", ...override] };
  }
  const given = undecidedSeats(request).some(
    ({ user, delegation }) => user === reader && delegation !== undefined && delegation.state !== "declined",
  );
  const back = given ? (["revoke"] as const) : [];
  const decides = decidableSeats(request, reader);
  if (decides.length === 0) return { ...nothing, acts: back };
  const own = decides.some(({ user }) => user === reader);
  return { decide: true, ask: true, acts: given ? back : own ? ["delegate"] : [] };
}

function controls(view: RequestView): KnownBlock[] {
  const { decide, ask, acts } = offersOf(view);
  const { id } = view.request;
  const value = signoffRef.encode({ r: id });
  const elements = [
    ...(decide ? decideButtons(value) : []),
    ...(ask ? [button("Ask a question…", actionIds.signoffAsk, value)] : []),
    ...menu(id, acts),
  ];
  return elements.length === 0 ? [] : [actions(...elements)];
}

function decideButtons(value: string): ActionsBlockElement[] {
  return [
    button("Approve…", actionIds.signoffApprove, value, { style: "primary" }),
    button("Reject…", actionIds.signoffReject, value, { style: "danger" }),
  ];
}

const actLabels: Readonly<Record<SignoffAct, string>> = {
  delegate: "Ask somebody to decide for me…",
  revoke: "Decide myself after all",
  replace: "Replace somebody who is asked…",
  withdraw: "Withdraw the request…",
  override: "Go on without the missing approvals…",
};

/** A menu; a single choice is a button, for Slack takes no menu of one. */
function menu(id: string, acts: readonly SignoffAct[]): ActionsBlockElement[] {
  const value = (act: SignoffAct) => signoffOption.encode({ r: id, a: act });
  const [first, ...others] = acts;
  if (first === undefined) return [];
  if (others.length === 0) return [button(actLabels[first], actionIds.signoffMore, value(first))];
  const options = acts.map((act) => option(actLabels[act], value(act)));
  return [{ type: "overflow", action_id: actionIds.signoffMore, options }];
}

function headBlock({ head }: SignoffRequest): KnownBlock[] {
  return head === undefined ? [] : [context(`Ledger head #${head.seq} \`${shortHash(head.hash)}\``)];
}

function capital(words: string): string {
  return words.replace(/^[a-z]/, (first) => first.toUpperCase());
}

function lower(words: string): string {
  return words.replace(/^[A-Z]/, (first) => first.toLowerCase());
}
