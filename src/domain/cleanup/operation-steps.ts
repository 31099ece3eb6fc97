import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../assert-never.ts";
import type {
  CallOutcome,
  Doubt,
  Look,
  Operation,
  OperationPolicy,
  OperationState,
  Receipt,
  Stepped,
} from "./operation.ts";

/**
 * The steps that an operation takes, without the world: what follows from an answer, from a look at the migration, from an
 * interruption. A call is made only out of {@link noteCall}, and that only while nothing is out there.
 */

/** Most time between two looks, in units of the policy's `checkMs`. */
const slowest = 20;

/** An operation whose worker died between noting the call and noting its answer. */
export function wasInterrupted(operation: Operation): boolean {
  return operation.doubt === "sent";
}

/** Notes that a call is about to be made. Nothing may be out there. */
export function noteCall(operation: Operation, requestId: string, now: Temporal.Instant): Operation {
  if (operation.doubt !== "none") throw new TypeError(`A call is out already: ${operation.doubt}`);
  return {
    ...operation,
    state: "running",
    doubt: "sent",
    attempts: operation.attempts + 1,
    sentAt: now,
    requestIds: [...operation.requestIds, requestId],
    checks: 0,
    progress: undefined,
    said: undefined,
    nextCheck: undefined,
  };
}

/**
 * What follows from the outcome of a call and a look right after it. Sensei's word that it is done counts unless the look shows
 * the contrary; a refusal because of the state counts as done when the look shows the effect.
 */
export function afterCall(
  operation: Operation,
  outcome: CallOutcome,
  look: Look,
  policy: OperationPolicy,
  now: Temporal.Instant,
): Stepped {
  switch (outcome.kind) {
    case "done":
      if (look.kind === "seen" && look.reading === "not_applied") {
        return pending({ ...operation, doubt: "accepted" }, look, policy, now);
      }
      return succeed(operation, now, {
        how: "done",
        knownBy: look.kind === "seen" && look.reading === "applied" ? "reading" : "answer",
        requestId: outcome.requestId,
        status: outcome.status,
        message: outcome.message,
        logUrl: outcome.logUrl,
      });
    case "accepted":
      return pending(
        { ...operation, doubt: "accepted", said: outcome.message },
        look.kind === "seen" ? { ...look, logUrl: look.logUrl ?? outcome.logUrl } : look,
        policy,
        now,
      );
    case "lost":
      return afterLook(
        { ...operation, state: "uncertain", doubt: "lost", said: outcome.sentence },
        look,
        policy,
        now,
      );
    case "rejected":
      return afterRejection(operation, outcome, look, policy, now);
    default:
      return assertNever(outcome);
  }
}

function afterRejection(
  operation: Operation,
  outcome: Extract<CallOutcome, { kind: "rejected" }>,
  look: Look,
  policy: OperationPolicy,
  now: Temporal.Instant,
): Stepped {
  const { requestId, sentence, conflict, afterMs } = outcome;
  if (conflict && look.kind === "seen" && look.reading === "applied") {
    // A try before this one may have done it; if this is the first one, somebody else has.
    return succeed(operation, now, {
      how: operation.attempts > 1 ? "done" : "already",
      knownBy: "reading",
      requestId,
    });
  }
  if (conflict && operation.attempts > 1) {
    // An earlier try of ours may be under way there: that takes as much patience as if it had been accepted.
    return pending({ ...operation, doubt: "accepted", said: sentence }, look, policy, now);
  }
  if (conflict && (look.kind !== "seen" || look.reading === "unknown")) {
    const lost: Operation = { ...operation, state: "uncertain", doubt: "lost", said: sentence };
    return afterLook(lost, look, policy, now);
  }
  if (afterMs !== undefined && operation.attempts < policy.mostAttempts) {
    const nextMs = Math.max(afterMs, policy.checkMs);
    return {
      operation: {
        ...operation,
        state: "confirmed",
        doubt: "none",
        said: sentence,
        nextCheck: later(now, nextMs),
      },
      nextMs,
    };
  }
  return fail(operation, now, { how: "failed", knownBy: "answer", requestId, sentence });
}

/** What follows from a look at something whose outcome is open: accepted, lost, or interrupted. */
export function afterLook(
  operation: Operation,
  look: Look,
  policy: OperationPolicy,
  now: Temporal.Instant,
): Stepped {
  const requestId = operation.requestIds.at(-1);
  if (look.kind === "seen" && look.reading === "applied") {
    return succeed(operation, now, {
      how: "done",
      knownBy: "reading",
      afterDoubt: operation.doubt === "accepted" ? undefined : true,
      requestId,
      message: look.message,
      logUrl: look.logUrl,
    });
  }
  if (look.kind === "failed") {
    const sentence = look.message ?? "It reports that it failed.";
    return fail(operation, now, {
      how: "failed",
      knownBy: "reading",
      requestId,
      sentence,
      logUrl: look.logUrl,
    });
  }
  if (operation.doubt === "accepted") return pending(operation, look, policy, now);
  return doubtful(operation, look, policy, now);
}

/** Accepted and not finished: it goes on, and beyond our patience nobody knows. */
function pending(operation: Operation, look: Look, policy: OperationPolicy, now: Temporal.Instant): Stepped {
  const since = operation.sentAt === undefined ? 0 : now.since(operation.sentAt).total("milliseconds");
  const late = since >= policy.patienceMs;
  const checks = operation.checks + 1;
  const nextMs = Math.round(
    late ? policy.checkMs * slowest : Math.min(policy.checkMs, 1_000 * 1.5 ** checks),
  );
  const progress = look.kind === "seen" ? (look.progress ?? operation.progress) : operation.progress;
  return {
    operation: {
      ...operation,
      state: late ? "uncertain" : "running",
      checks,
      progress,
      said: look.kind === "unreadable" ? look.sentence : operation.said,
      nextCheck: later(now, nextMs),
    },
    nextMs,
  };
}

/** So many looks, with growing pauses, have to show nothing before we say that it did not happen. */
const looksForNo = 3;

/** Its outcome was lost. Looks that agree, some time apart, settle that it did not happen. */
function doubtful(operation: Operation, look: Look, policy: OperationPolicy, now: Temporal.Instant): Stepped {
  const checks = look.kind === "seen" ? operation.checks + 1 : operation.checks;
  if (look.kind === "seen" && look.reading === "not_applied" && checks >= looksForNo) {
    return fail(operation, now, {
      how: "not_happened",
      knownBy: "reading",
      requestId: operation.requestIds.at(-1),
      sentence: operation.said,
    });
  }
  const blind = look.kind === "seen" && look.reading === "unknown";
  const nextMs = Math.min(policy.checkMs * 2 ** Math.max(0, checks - 1), policy.checkMs * slowest);
  return {
    operation: {
      ...operation,
      state: "uncertain",
      doubt: blind ? "lost" : operation.doubt,
      checks,
      said: look.kind === "unreadable" ? look.sentence : operation.said,
      nextCheck: later(now, nextMs),
    },
    nextMs,
  };
}

/** A call that was noted and surely did nothing is taken back, so that it may be made again under the same key. */
export function takeBack(operation: Operation): Operation {
  return { ...operation, state: "confirmed", doubt: "none", checks: 0 };
}

export function succeed(operation: Operation, now: Temporal.Instant, receipt: Receipt): Stepped {
  return end(operation, "succeeded", "none", now, receipt);
}

export function fail(operation: Operation, now: Temporal.Instant, receipt: Receipt): Stepped {
  return end(operation, "failed", "none", now, receipt);
}

/** The compliance officer says that the checkpoints are kept. */
export function refuse(operation: Operation, now: Temporal.Instant, receipt: Receipt): Stepped {
  return end(operation, "refused", "none", now, receipt);
}

function end(
  operation: Operation,
  state: OperationState,
  doubt: Doubt,
  now: Temporal.Instant,
  receipt: Receipt,
): Stepped {
  const kept = Object.fromEntries(Object.entries(receipt).filter(([, value]) => value !== undefined));
  return {
    operation: {
      ...operation,
      state,
      doubt,
      said: undefined,
      nextCheck: undefined,
      progress: undefined,
      receipt: { ...kept, how: receipt.how, knownBy: receipt.knownBy },
      endedAt: now,
    },
    nextMs: undefined,
  };
}

function later(now: Temporal.Instant, ms: number): Temporal.Instant {
  return now.add({ milliseconds: Math.round(ms) });
}
