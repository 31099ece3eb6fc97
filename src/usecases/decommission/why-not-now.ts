import { blockersOf, type CleanupFacts, factsHash } from "../../domain/cleanup/cleanup-facts.ts";
import { blockerSentence, stopSentences } from "../../domain/cleanup/cleanup-sentences.ts";
import type { Operation } from "../../domain/cleanup/operation.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { mayDo } from "../../domain/permissions.ts";

/**
 * Why a confirmed operation must not be carried out at this moment, in a sentence; `undefined` when nothing speaks against it.
 * Everything that was true when it was asked for is looked at again: the migration, what the plan was drawn from, the roles.
 */
export function whyNotNow(
  closeout: Closeout,
  operation: Operation,
  facts: CleanupFacts | undefined,
): string | undefined {
  if (closeout.status === "closed") return stopSentences.closed;
  const { kind, requestedBy, released, override } = operation;
  const act = kind === "checkpoints" ? "request_checkpoints" : "clean_up";
  if (!mayDo(act, closeout, requestedBy).allowed) return stopSentences.requester_lost_right;
  if (kind === "checkpoints") {
    if (released === undefined) return stopSentences.releaser_lost_right;
    const { by, onBehalfOf } = released;
    // A delegate speaks for the compliance officer, who has to be one still.
    const answerable = { ...by, user: onBehalfOf ?? by.user };
    if (!mayDo("release_checkpoints", closeout, answerable).allowed) return stopSentences.releaser_lost_right;
    if (by.user === requestedBy.user) return stopSentences.same_person;
  }
  if (facts === undefined) return undefined;
  const [blocker] = blockersOf(kind, facts, override !== undefined);
  if (blocker !== undefined) return blockerSentence(blocker);
  return factsHash(kind, facts) === factsHash(kind, operation.facts)
    ? undefined
    : stopSentences.facts_changed;
}
