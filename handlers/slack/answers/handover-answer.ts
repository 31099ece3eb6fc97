import {
  documentDescribed,
  documentNotReviewed,
  documentReviewed,
  noDocument,
} from "../../../blocks/slack/document.ts";
import {
  noSession,
  sessionConfirmed,
  sessionNotConfirmed,
  sessionSaved,
  sessionStale,
  teamNotSet,
  teamSet,
} from "../../../blocks/slack/handover/handover-answers.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { cannotDo } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import type { UseCases } from "../../../src/usecases/bind.ts";
import type { Handling } from "../handling.ts";
import { isRefusal, refusalAnswer } from "./refusal-answer.ts";

type Answering = Pick<Handling, "commands">;
type OutcomeOf<Name extends keyof UseCases> = Awaited<ReturnType<UseCases[Name]>>;

/** What a person hears about a change that they have described. */
export function describeAnswer(
  { commands }: Answering,
  itemId: string,
  outcome: OutcomeOf<"describeDocument">,
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "document");
  switch (outcome.kind) {
    case "described":
      return documentDescribed(outcome.closeout, outcome.change, commands);
    case "invalid":
      return cannotDo(outcome.message);
    case "no_document":
      return noDocument(outcome.closeout, itemId, outcome.suggestion, commands);
    default:
      return assertNever(outcome);
  }
}

/** The same about a review. */
export function reviewAnswer(
  { commands }: Answering,
  itemId: string,
  outcome: OutcomeOf<"reviewDocument">,
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "document");
  switch (outcome.kind) {
    case "reviewed":
      return documentReviewed(outcome.closeout, outcome.change);
    case "nothing_to_review":
    case "own_change":
    case "outdated":
    case "already":
      return documentNotReviewed(outcome.closeout, itemId, outcome.kind);
    case "no_document":
      return noDocument(outcome.closeout, itemId, outcome.suggestion, commands);
    default:
      return assertNever(outcome);
  }
}

/** The same about a session that was saved. */
export function sessionAnswer(
  { commands }: Answering,
  outcome: Exclude<OutcomeOf<"saveSession">, { readonly kind: "invalid" }>,
): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "run_handover");
  switch (outcome.kind) {
    case "saved":
      return sessionSaved(outcome.closeout, outcome.session);
    case "stale":
      return sessionStale(outcome.closeout, outcome.now);
    case "no_session":
      return noSession(outcome.closeout, outcome.number, commands);
    default:
      return assertNever(outcome);
  }
}

/** The same about "I can run this". */
export function confirmAnswer({ commands }: Answering, outcome: OutcomeOf<"confirmHandover">): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "see_handover");
  switch (outcome.kind) {
    case "confirmed":
      return sessionConfirmed(outcome.closeout, outcome.session);
    case "already":
    case "not_yours":
    case "too_early":
      return sessionNotConfirmed(outcome.closeout, outcome);
    case "no_session":
      return noSession(outcome.closeout, outcome.number, commands);
    default:
      return assertNever(outcome);
  }
}

/** The same about who has to confirm. */
export function teamAnswer({ commands }: Answering, outcome: OutcomeOf<"setHandoverTeam">): Message {
  if (isRefusal(outcome)) return refusalAnswer({ commands }, outcome, "run_handover");
  switch (outcome.kind) {
    case "team":
      return teamSet(outcome.closeout, outcome.team);
    case "strangers":
      return teamNotSet(outcome.closeout, outcome.users, commands);
    case "nobody":
      return teamNotSet(outcome.closeout, [], commands);
    default:
      return assertNever(outcome);
  }
}
