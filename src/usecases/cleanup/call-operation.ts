import { assertNever } from "../../domain/assert-never.ts";
import { type CleanupFacts, readingOf, shareDone } from "../../domain/cleanup/cleanup-facts.ts";
import type { CallOutcome, Look, Operation } from "../../domain/cleanup/operation.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { storableText } from "../../domain/typed-text.ts";
import { isSenseiFault, type OperationAnswer, type SenseiFault } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { readFacts } from "./read-cleanup.ts";

export type CallDeps = Pick<
  Deps,
  "clock" | "closeouts" | "operations" | "archival" | "automation" | "sensei"
>;

/** What was seen of an operation, and of the migration where it was read. */
export type Sight = { readonly look: Look; readonly facts: CleanupFacts | undefined };

/** Together with the looks before and after it, a call stays well within a claim's lease. */
const callMs = 60_000;
const lookMs = 15_000;

/** Looks what has become of an operation: at the migration, or for a task at the automation's own account. */
export async function lookAt(deps: CallDeps, closeout: Closeout, operation: Operation): Promise<Sight> {
  const reading = await readFacts(deps, closeout, lookMs);
  if (reading.kind === "unavailable") {
    return { look: { kind: "unreadable", sentence: storableText(reading.sentence) }, facts: undefined };
  }
  const { facts } = reading.known;
  const { kind } = operation;
  if (kind === "task") return { look: await lookAtTask(deps, operation), facts };
  const progress = shareDone(kind, operation.facts, facts);
  return { look: { kind: "seen", reading: readingOf(kind, facts), progress }, facts };
}

async function lookAtTask({ automation }: CallDeps, operation: Operation): Promise<Look> {
  const requestId = operation.requestIds.at(-1);
  // Nothing was ever sent, so there is nothing to ask about.
  if (requestId === undefined) return { kind: "seen", reading: "not_applied", progress: undefined };
  const task = { id: operation.task ?? "", title: "" };
  return await automation.look({ task, idempotencyKey: operation.key, requestId });
}

/** Makes the call. Never rejects for what goes wrong outside: that is an outcome. */
export async function callOperation(
  deps: CallDeps,
  closeout: Closeout,
  operation: Operation,
  requestId: string,
): Promise<CallOutcome> {
  if (operation.kind === "task") return await callTask(deps, closeout, operation, requestId);
  try {
    return answered(await callSensei(deps, closeout, operation, requestId));
  } catch (error) {
    if (!isSenseiFault(error)) throw error;
    return outcomeOf(error);
  }
}

function callSensei(
  { sensei }: CallDeps,
  { migration }: Closeout,
  { kind, key: idempotencyKey }: Operation,
  requestId: string,
): Promise<OperationAnswer> {
  const options = { idempotencyKey, requestId, signal: AbortSignal.timeout(callMs) };
  switch (kind) {
    case "storage":
      return sensei.releaseTemporaryStorage(migration.id, options);
    case "checkpoints":
      return sensei.deleteCheckpoints(migration.id, options);
    case "migration":
      return sensei.archiveMigration(migration.id, options);
    case "task":
      throw new TypeError("Sensei does no infrastructure tasks");
    default:
      return assertNever(kind);
  }
}

function answered({ kind, requestId, status, message }: OperationAnswer): CallOutcome {
  return { kind, requestId, status, message: message === undefined ? undefined : storableText(message) };
}

function outcomeOf(fault: SenseiFault): CallOutcome {
  const { requestId, code } = fault;
  const sentence = storableText(fault.sentence);
  if (fault.effect === "unknown") return { kind: "lost", requestId, sentence };
  return {
    kind: "rejected",
    requestId,
    sentence,
    conflict: code === "invalid_state",
    afterMs: fault.retryable && code !== "invalid_state" ? (fault.retryAfterMs ?? 0) : undefined,
  };
}

async function callTask(
  { automation, closeouts }: CallDeps,
  closeout: Closeout,
  operation: Operation,
  requestId: string,
): Promise<CallOutcome> {
  const id = operation.task ?? "";
  const [item] = await closeouts.items([closeout.id], [id]);
  const { platform, tenant, user } = operation.requestedBy;
  return await automation.run({
    task: { id, title: item?.title ?? id },
    closeout: { id: closeout.id, name: closeout.name },
    migration: { id: closeout.migration.id, name: closeout.migration.name },
    requestedBy: { platform, tenant, user },
    requestedAt: operation.requestedAt.toString(),
    idempotencyKey: operation.key,
    requestId,
  });
}
