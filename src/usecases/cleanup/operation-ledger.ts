import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { cleanupDone, infrastructureLists } from "../../domain/cleanup/cleanup.ts";
import type { Operation, Receipt } from "../../domain/cleanup/operation.ts";
import type { Actor } from "../../domain/identity.ts";
import type { EntryKind, LedgerEntry } from "../../domain/ledger/ledger.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import type { Deps } from "../deps.ts";

/** Name of the job that works on one operation; its payload is `{ operationId }`. */
export const runOperationJob = "run-operation";

type Event = "requested" | "released" | "refused" | "started" | "succeeded" | "failed" | "uncertain";

/** Writes what happened to an operation into the ledger. Tasks have entries of their own; nobody releases one. */
export async function recordOperation(
  change: CloseoutChange,
  operation: Operation,
  event: Event,
  actor: Actor,
  data: LedgerEntry["data"] = {},
): Promise<void> {
  await change.record({
    actor,
    kind: entryKind(operation, event),
    data: {
      operation: operation.id,
      kind: operation.kind,
      ...(operation.task === undefined ? {} : { task: operation.task }),
      idempotencyKey: operation.key,
      ...data,
      ...(operation.receipt === undefined ? {} : { receipt: plain(operation.receipt) }),
    },
  });
}

/** A receipt as JSON, without what it does not say. */
function plain(receipt: Receipt): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(receipt).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function entryKind({ kind }: Operation, event: Event): EntryKind {
  if (kind !== "task" || event === "released") return `operation.${event}`;
  return `cleanup.task_${event}`;
}

/** Everything that shows an operation is composed anew. */
export async function refreshOperation(change: CloseoutChange, { id }: Operation): Promise<void> {
  await change.refreshAbout({ kind: "operation", operation: id });
  await change.refreshAbout({ kind: "release_request", operation: id });
  await change.refreshAbout({ kind: "cleanup_plan" });
}

/** Puts the message that shows an operation into the closeout's channel; it is updated in place from then on. */
export async function postOperation(change: CloseoutChange, operation: Operation): Promise<void> {
  const { channel } = change.closeout;
  await change.post([
    {
      id: randomUUID(),
      conversation: { kind: "channel", channel },
      subject: { kind: "operation", operation: operation.id },
    },
  ]);
}

/** Completes the cleanup's item when the last of what it needs has come. To be called after whatever may be the last. */
export async function completeCleanup(
  change: CloseoutChange,
  template: Template,
  now: Temporal.Instant,
): Promise<void> {
  const lists = infrastructureLists(template);
  const tasks = (await change.items()).filter(({ list }) => lists.includes(list));
  const because = cleanupDone(await change.operations.latest(), tasks);
  if (because !== undefined) await completeByEvidence(change, template, "cleanup", because, now);
}

/** Asks the queue to work on operations soon. If it does not listen, a later sweep finds them. */
export async function hurryOperations(
  { queue, log }: Pick<Deps, "queue" | "log">,
  operationIds: readonly string[],
): Promise<void> {
  if (operationIds.length === 0) return;
  try {
    await queue.add(
      operationIds.map((operationId) => ({
        name: runOperationJob,
        payload: { operationId },
        key: operationId,
      })),
    );
  } catch (error) {
    log.warn({ err: error, operations: operationIds.length }, "the queue did not take the operations");
  }
}
