import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../../domain/assert-never.ts";
import type { Operation } from "../../domain/cleanup/operation.ts";
import { fail, refuse } from "../../domain/cleanup/operation-steps.ts";
import { system } from "../../domain/identity.ts";
import type { SignoffDecision, SignoffRequest } from "../../domain/signoff/signoff.ts";
import { activeSeats } from "../../domain/signoff/signoff-quorum.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { completeCleanup, recordOperation, refreshOperation } from "./operation-ledger.ts";

/** A request for release that has ended, within the change that ends it. */
type EndedRelease = {
  readonly change: CloseoutChange;
  readonly request: SignoffRequest;
  readonly template: Template;
  readonly now: Temporal.Instant;
};

/**
 * What the end of a sign-off means for the operation that waits for it: approved, it may run; rejected, the checkpoints are kept for
 * audit; any other end leaves nothing done, and it can be asked for again. One that does not wait any more is left alone.
 */
export async function settleRelease(ended: EndedRelease, operationId: string): Promise<void> {
  const { change, request } = ended;
  const operation = await change.operations.get(operationId);
  if (operation?.state !== "planned") return;
  switch (request.state) {
    case "approved":
      return await release(ended, operation, decisionIn(request));
    case "rejected":
      return await keep(ended, operation, decisionIn(request));
    case "withdrawn":
    case "expired":
    case "superseded":
    case "overridden":
      return await letGo(ended, operation, unreleased[request.state]);
    case "open":
      return;
    default:
      return assertNever(request.state);
  }
}

/** Nobody goes around the compliance officer: an override releases nothing. */
const unreleased = {
  withdrawn: "was withdrawn",
  expired: "expired undecided",
  superseded: "is about an earlier plan",
  overridden: "was overridden, which releases no checkpoints",
} as const;

/** One seat decides on a release. */
function decisionIn(request: SignoffRequest): SignoffDecision {
  const [decision] = activeSeats(request).flatMap((seat) => seat.decision ?? []);
  if (decision === undefined) throw new TypeError("A release was decided without a decision");
  return decision;
}

async function release(
  { change, request, now }: EndedRelease,
  planned: Operation,
  { by, words, onBehalfOf }: SignoffDecision,
): Promise<void> {
  const operation: Operation = {
    ...planned,
    state: "confirmed",
    released: { by, at: now, words, onBehalfOf },
  };
  await change.operations.save(operation);
  await recordOperation(change, operation, "released", by, {
    statement: "not needed for audit",
    words: words ?? null,
    onBehalfOf: onBehalfOf ?? null,
    signoff: request.number,
  });
  await refreshOperation(change, operation);
}

async function keep(
  { change, request, template, now }: EndedRelease,
  planned: Operation,
  { by, words }: SignoffDecision,
): Promise<void> {
  const { operation } = refuse(planned, now, {
    how: "refused",
    knownBy: "person",
    by: by.user,
    reason: words,
  });
  await change.operations.save(operation);
  await recordOperation(change, operation, "refused", by, {
    statement: "kept for audit",
    reason: words ?? null,
    signoff: request.number,
  });
  await refreshOperation(change, operation);
  await completeCleanup(change, template, now);
}

async function letGo(
  { change, request, now }: EndedRelease,
  planned: Operation,
  what: string,
): Promise<void> {
  const { operation } = fail(planned, now, {
    how: "failed",
    knownBy: "none",
    sentence: `Sign-off ${request.number}, which asked for its release, ${what}. Nothing was changed.`,
  });
  await change.operations.save(operation);
  await recordOperation(change, operation, "failed", request.ended?.by ?? system, {
    signoff: request.number,
  });
  await refreshOperation(change, operation);
}
