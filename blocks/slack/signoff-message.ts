import type { ActionsBlockElement, KnownBlock, PlainTextOption } from "@slack/types";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { Seat, SignoffRequest } from "../../src/domain/signoff.ts";
import { decidableSeats } from "../../src/domain/signoff-decide.ts";
import type { RequestNotice } from "../../src/domain/signoff-notice.ts";
import { undecidedSeats } from "../../src/domain/signoff-quorum.ts";
import { actionIds } from "./actions.ts";
import { shortHash } from "./certificate-summary.ts";
import { dateToken, zonedMoment } from "./dates.ts";
import { actions, button, context, header, option, section } from "./elements.ts";
import type { Message } from "./message.ts";
import { channelLink, count, line, mention, plainLine, quote } from "./mrkdwn.ts";
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
      context(originWords(closeout, request)),
      ...askedWords(view),
      section(`*By approving, each states:*\n${quote(request.meaning, 900, "the ledger holds it whole")}`),
      documentsBlock(view),
      ...seatBlocks(request, closeout),
      section(`*${capital(standingWords(request, closeout))}*`),
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
    return `${mention(request.requestedBy.user)} asks for your approval ${until}: ${lower(name)}. ${capital(approvalsWords(request))}.`;
  }
  const awaited = awaitedWords(request);
  return `${name}: ${approvalsWords(request)}${awaited === "" ? "" : `; it ${awaited}`}. To be decided ${until}.`;
}

function originWords(
  { name, channel, timeZone }: Closeout,
  { requestedBy, requestedAt, decideBy, state }: SignoffRequest,
): string {
  const facts = [
    `${line(name, 80)}, ${channelLink(channel)}`,
    `requested by ${mention(requestedBy.user)} ${dateToken(requestedAt, "moment", timeZone)}`,
    ...(state === "open" ? [`decide by *${dateToken(decideBy, "moment", timeZone)}*`] : []),
  ];
  return facts.join(" · ");
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
  const where = reader === undefined ? "as files in the thread" : "as files below";
  const title = request.documents.length === 1 ? "Document" : "Documents";
  return section(`*${title}*, ${where}\n${documentLines(request).join("\n")}`);
}

function questionBlocks({ request, closeout }: RequestView): KnownBlock[] {
  const { questions } = request;
  if (questions.length === 0) return [];
  const lines = questions
    .slice(-mostQuestions)
    .map(
      ({ by, at, words }) =>
        `• ${mention(by.user)} ${dateToken(at, "moment", closeout.timeZone)}: “${line(words, 200)}”`,
    );
  const earlier = questions.length - lines.length;
  const before = earlier > 0 ? ` and ${count(earlier, "earlier one")}` : "";
  return [
    section(
      `*${count(questions.length, "question")}, in the thread of ${channelLink(closeout.channel)}*${before === "" ? "" : "; the last:"}\n${lines.join("\n")}`,
    ),
  ];
}

/** What can still be done, by those who read this. In the channel anybody can click; who may not is told so. */
function controls(view: RequestView): KnownBlock[] {
  const { request, reader } = view;
  if (request.state !== "open") return [];
  if (reader !== undefined && decidableSeats(request, reader).length === 0)
    return ownControls(request, reader);
  const value = signoffRef.encode({ r: request.id });
  return [
    actions(
      button("Approve…", actionIds.signoffApprove, value, { style: "primary" }),
      button("Reject…", actionIds.signoffReject, value, { style: "danger" }),
      button("Ask a question…", actionIds.signoffAsk, value),
      menu(view),
    ),
  ];
}

/** Somebody who has nothing to decide any more can take back what they have given away, and that is all. */
function ownControls(request: SignoffRequest, reader: string): KnownBlock[] {
  const given = undecidedSeats(request).some(
    ({ user, delegation }) => user === reader && delegation?.state === "accepted",
  );
  if (!given) return [];
  const value = signoffRef.encode({ r: request.id });
  return [actions(button("Decide myself after all", actionIds.signoffRevoke, value))];
}

const actLabels: Readonly<Record<SignoffAct, string>> = {
  delegate: "Ask somebody to decide for me…",
  revoke: "Decide myself after all",
  replace: "Replace somebody who is asked…",
  withdraw: "Withdraw the request…",
  override: "Go on without the missing approvals…",
};

function menu({ request, reader, mayOverride }: RequestView): ActionsBlockElement {
  const acts: readonly SignoffAct[] =
    reader === undefined
      ? ["delegate", "revoke", "replace", "withdraw", ...(mayOverride ? (["override"] as const) : [])]
      : ["delegate", "revoke"];
  const options: PlainTextOption[] = acts.map((act) =>
    option(actLabels[act], signoffOption.encode({ r: request.id, a: act })),
  );
  return { type: "overflow", action_id: actionIds.signoffMore, options };
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
