import type { OperationRef } from "../../../blocks/slack/cleanup/actions-cleanup.ts";
import {
  checkpointsKept,
  decidedBefore,
  decideInSignoff,
  needsTwo,
  operationAlready,
  operationBlocked,
  operationRequested,
  planOutdated,
} from "../../../blocks/slack/cleanup/cleanup-answers.ts";
import { cleanupPlanMessage } from "../../../blocks/slack/cleanup/cleanup-plan.ts";
import type { Message } from "../../../blocks/slack/message.ts";
import { noCloseoutHere, notPermitted, unavailable } from "../../../blocks/slack/refusals.ts";
import { cannotDo } from "../../../blocks/slack/start/misuse.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { releaseOf } from "../../../src/domain/cleanup/cleanup.ts";
import type { OperationKind } from "../../../src/domain/cleanup/cleanup-facts.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { mayDo } from "../../../src/domain/permissions.ts";
import type { Member } from "../../../src/ports.ts";
import type { KeepCheckpointsOutcome } from "../../../src/usecases/cleanup/keep-checkpoints.ts";
import type { RequestOperationOutcome } from "../../../src/usecases/cleanup/request-operation.ts";
import type { Asked } from "../receive.ts";
import { isRefusal, refusalAnswer } from "./refusal-answer.ts";

/** What a person hears who asked for an operation. */
export async function requestAnswer(asked: Asked, outcome: RequestOperationOutcome): Promise<Message> {
  if (isRefusal(outcome)) return refusalAnswer(asked, outcome, "clean_up");
  switch (outcome.kind) {
    case "requested":
      return operationRequested(outcome.closeout, outcome.operation);
    case "already":
      return operationAlready(outcome.closeout, outcome.operation, outcome.reminded);
    case "blocked":
      return operationBlocked(outcome.closeout, outcome.blockers);
    case "facts_changed": {
      const view = await asked.useCases.readCleanup({ closeoutId: outcome.closeout.id });
      return view === undefined
        ? noCloseoutHere(asked.commands)
        : planOutdated(cleanupPlanMessage(view, true));
    }
    case "needs_two":
      return needsTwo(outcome.closeout);
    case "invalid":
      return cannotDo(outcome.message);
    case "unavailable":
      return unavailable(outcome.sentence);
    default:
      return assertNever(outcome);
  }
}

/** What the compliance officer hears who keeps the checkpoints. */
export function keepAnswer(asked: Asked, outcome: KeepCheckpointsOutcome): Message {
  if (isRefusal(outcome)) return refusalAnswer(asked, outcome, "release_checkpoints");
  switch (outcome.kind) {
    case "kept":
      return checkpointsKept();
    case "asked":
      return decideInSignoff(outcome.request);
    case "decided":
      return decidedBefore(outcome.closeout, outcome.operation);
    case "invalid":
      return cannotDo(outcome.message);
    default:
      return assertNever(outcome);
  }
}

/** What somebody hears who releases by a button or form from before that was a sign-off. */
export async function earlierReleaseAnswer(
  asked: Asked,
  { c: closeoutId, o }: OperationRef,
): Promise<Message> {
  const { useCases, member, commands } = asked;
  const list = await useCases.listSignoffs({ closeoutId, member });
  if (list.kind === "no_closeout") return noCloseoutHere(commands);
  if (list.kind === "not_permitted") return notPermitted(list.closeout, list.who, "release_checkpoints");
  return decideInSignoff(releaseOf(list.requests, o));
}

/** Why somebody is not even shown the form; the use case decides again, and records a refusal there. */
export function refusedToRun(closeout: Closeout, member: Member, kind: OperationKind): Message | undefined {
  const act = kind === "checkpoints" ? "request_checkpoints" : "clean_up";
  const permission = mayDo(act, closeout, member);
  return permission.allowed ? undefined : notPermitted(closeout, permission.who, act);
}
