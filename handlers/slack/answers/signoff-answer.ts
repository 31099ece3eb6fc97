import type { Message } from "../../../blocks/slack/message.ts";
import { closeoutClosed, notAdmitted, notPermitted } from "../../../blocks/slack/refusals.ts";
import { unknownSignoff } from "../../../blocks/slack/signoff/signoff-answers.ts";
import {
  acceptFirst,
  decidedBefore,
  decidedByDelegate,
  givenBefore,
  notAsked,
  nothingToGive,
  nothingToTakeBack,
  notOffered,
  notYourTurn,
  overrideNotAllowed,
  ownRequest,
  replacedByOwner,
  rightLost,
  seatSettled,
  signoffEnded,
} from "../../../blocks/slack/signoff/signoff-refusals.ts";
import { cannotDo } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { AnswerDelegationOutcome } from "../../../src/usecases/signoff/answer-delegation.ts";
import type { DecideSignoffOutcome } from "../../../src/usecases/signoff/decide-signoff.ts";
import type { DelegateSignoffOutcome } from "../../../src/usecases/signoff/delegate-signoff.ts";
import type { ReplaceSignatoryOutcome } from "../../../src/usecases/signoff/replace-signatory.ts";
import type {
  NoSuchSignoff,
  SignoffNotPermitted,
  SignoffSeen,
} from "../../../src/usecases/signoff/signoff-change.ts";
import type { Asked } from "../receive.ts";

type Refused = Extract<
  DecideSignoffOutcome | DelegateSignoffOutcome | AnswerDelegationOutcome | ReplaceSignatoryOutcome,
  { readonly kind: "refused" }
>;

/** Everything by which an act on a request may not happen. */
export type SignoffRefusal =
  | Refused
  | SignoffNotPermitted
  | NoSuchSignoff
  | (SignoffSeen & { readonly kind: "ended" | "not_allowed" })
  | (SignoffSeen & { readonly kind: "invalid"; readonly message: string });

/** What a person hears whose act on a request did not happen: why, and how the request stands. */
export function signoffRefusal(
  { commands, member }: Pick<Asked, "commands" | "member">,
  outcome: SignoffRefusal,
): Message {
  switch (outcome.kind) {
    case "unknown":
      return unknownSignoff(commands);
    case "closed":
      return closeoutClosed(outcome.closeout);
    case "not_permitted":
      return notPermitted(outcome.closeout, outcome.who, outcome.act);
    case "ended":
      return signoffEnded(outcome.closeout, outcome.request);
    case "not_allowed":
      return overrideNotAllowed(outcome.closeout, outcome.request);
    case "invalid":
      return cannotDo(outcome.message);
    case "refused":
      return whyRefused(outcome, outcome.why, member.user);
    default:
      return assertNever(outcome);
  }
}

function whyRefused({ closeout, request }: SignoffSeen, why: Refused["why"], reader: string): Message {
  switch (why.kind) {
    case "ended":
      return signoffEnded(closeout, request);
    case "requester":
      return ownRequest(closeout, request);
    case "stranger":
      return notAsked(closeout, request);
    case "not_your_turn":
      return notYourTurn(closeout, request);
    case "already_decided":
      return decidedBefore(closeout, request, why.seat, reader);
    case "delegated":
      return decidedByDelegate(closeout, request, why.seat);
    case "not_accepted":
      return acceptFirst(closeout, request, why.seat);
    case "replaced":
      return replacedByOwner(closeout, request, why.seat);
    case "lost_right":
      return rightLost(closeout, request, why.seat);
    case "which_seat":
      return cannotDo("You are asked for several places here; say in which one you decide.");
    case "invalid":
      return cannotDo(why.message);
    case "not_a_member":
      return notAdmitted(why.profile);
    case "no_seat":
      return nothingToGive(closeout, request);
    case "accepted_before":
      return givenBefore(closeout, request, why.seat);
    case "nothing_to_revoke":
      return nothingToTakeBack(closeout, request);
    case "not_offered":
      return notOffered(closeout, request);
    case "no_such_seat":
    case "already_replaced":
      return seatSettled(closeout, request);
    case "unfit":
      return cannotDo(unfitWords[why.why]);
    default:
      return assertNever(why);
  }
}

/** Why a person cannot be put into a place, for the field in which they were chosen. */
export const unfitWords = {
  requester: "Whoever has requested the sign-off cannot decide on it. Choose somebody else.",
  takes_part: "They take part in this sign-off already. Choose somebody else.",
  not_a_member: "Only full members of this workspace can decide. Choose somebody else.",
  lacks_right:
    "What an approval sets in motion here takes the role of this place. Choose whoever holds it, or give them the role first: the settings do that, also in a closed closeout.",
} as const;

/** Whether it is the words or the person in a form that have to be put right, and how. */
export function formProblem(
  outcome: SignoffRefusal,
): { readonly field: "words" | "user"; readonly message: string } | undefined {
  if (outcome.kind === "invalid") return { field: "words", message: outcome.message };
  if (outcome.kind !== "refused") return undefined;
  if (outcome.why.kind === "invalid") return { field: "words", message: outcome.why.message };
  return outcome.why.kind === "unfit" ? { field: "user", message: unfitWords[outcome.why.why] } : undefined;
}
