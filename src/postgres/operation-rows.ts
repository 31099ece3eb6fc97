import type { Selectable } from "kysely";
import { sql } from "kysely";
import { factsHash } from "../domain/cleanup/cleanup-facts.ts";
import type { Operation } from "../domain/cleanup/operation.ts";
import type { Database } from "./schema/schema.ts";

/** An operation's row, with the number of the ledger entry of its end. */
export type OperationRow = Selectable<Database["operation"]> & { readonly ledger_seq: number | null };

/** The number of the entry that wrote an operation's end into the ledger. */
export const endSeq = sql<number | null>`(
  select max(seq) from ledger_entry entry
  where entry.closeout_id = operation.closeout_id and entry.data->>'operation' = operation.id::text
    and entry.kind ~ '(succeeded|failed|refused)$'
)`.as("ledger_seq");

export function toOperation(row: OperationRow): Operation {
  return {
    id: row.id,
    closeoutId: row.closeout_id,
    kind: row.kind,
    task: row.task ?? undefined,
    state: row.state,
    key: row.idempotency_key,
    facts: row.facts,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    override: row.override_reason ?? undefined,
    released:
      row.released_by === null || row.released_at === null
        ? undefined
        : {
            by: row.released_by,
            at: row.released_at,
            words: row.release_words ?? undefined,
            onBehalfOf: row.released_for ?? undefined,
          },
    doubt: row.doubt,
    attempts: row.attempts,
    sentAt: row.sent_at ?? undefined,
    requestIds: row.request_ids,
    checks: row.checks,
    progress: row.progress === null ? undefined : row.progress / 1000,
    said: row.said ?? undefined,
    nextCheck: row.next_check ?? undefined,
    receipt: row.receipt ?? undefined,
    endedAt: row.ended_at ?? undefined,
    ledgerSeq: row.receipt === null ? undefined : (row.ledger_seq ?? undefined),
  };
}

/** Everything of an operation that changes during its life. */
export function operationState(operation: Operation) {
  const { released, progress, receipt } = operation;
  return {
    state: operation.state,
    facts: JSON.stringify(operation.facts),
    facts_hash: factsHash(operation.kind, operation.facts),
    requested_by: JSON.stringify(operation.requestedBy),
    requested_at: operation.requestedAt,
    override_reason: operation.override ?? null,
    released_by: released === undefined ? null : JSON.stringify(released.by),
    released_at: released?.at ?? null,
    release_words: released?.words ?? null,
    released_for: released?.onBehalfOf ?? null,
    doubt: operation.doubt,
    attempts: operation.attempts,
    sent_at: operation.sentAt ?? null,
    request_ids: JSON.stringify(operation.requestIds),
    checks: operation.checks,
    progress: progress === undefined ? null : Math.round(progress * 1000),
    said: operation.said ?? null,
    next_check: operation.nextCheck ?? null,
    receipt: receipt === undefined ? null : JSON.stringify(receipt),
    ended_at: operation.endedAt ?? null,
  };
}
