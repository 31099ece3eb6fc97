import { randomUUID } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import { cleanupFactsSchema } from "../domain/cleanup/cleanup-facts.ts";
import type { OperationChanges, Operations } from "../ports.ts";
import { endSeq, operationState, toOperation } from "./operation-rows.ts";
import { retryTransient } from "./retry.ts";
import type { Database } from "./schema/schema.ts";

/** A worker that does not come back within this time is taken for dead. Longer than a call to Sensei and two looks. */
const leaseMs = 120_000;

/** States in which a worker has something to do. */
const workable = ["confirmed", "running", "uncertain"] as const;

/** Operations in PostgreSQL. */
export function createOperationStore(db: Kysely<Database>): Operations {
  return {
    leaseMs,
    latest: (closeoutId) => readLatest(db, closeoutId),
    get: (operationId) => readOne(db, operationId),

    async due(limit) {
      const rows = await db
        .selectFrom("operation")
        .select("id")
        .where("state", "in", workable)
        .where("next_attempt", "<=", sql<never>`now()`)
        .where("lease_until", "<=", sql<never>`now()`)
        .orderBy("next_attempt")
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },

    async claim(operationId) {
      const claim = randomUUID();
      const { numUpdatedRows } = await db
        .updateTable("operation")
        .set({ claim, lease_until: inMs(leaseMs) })
        .where("id", "=", operationId)
        .where("state", "in", workable)
        .where("next_attempt", "<=", sql<never>`now()`)
        .where("lease_until", "<=", sql<never>`now()`)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return undefined;
      const operation = await readOne(db, operationId);
      return operation && { operation, claim };
    },

    async facts(closeoutId) {
      const row = await db
        .selectFrom("cleanup_facts")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .executeTakeFirst();
      return row && { facts: cleanupFactsSchema.parse(row.facts), readAt: row.read_at };
    },

    async saveFacts(closeoutId, { facts, readAt }) {
      const values = { facts: JSON.stringify(facts), read_at: readAt };
      await retryTransient(() =>
        db
          .insertInto("cleanup_facts")
          .values({ closeout_id: closeoutId, ...values })
          .onConflict((conflict) => conflict.column("closeout_id").doUpdateSet(values))
          .execute(),
      );
    },
  };
}

/** What a change of a closeout does to its operations. The closeout's row is locked, so that changes come one by one. */
export function operationWrites(trx: Transaction<Database>, closeoutId: string): OperationChanges {
  return {
    latest: () => readLatest(trx, closeoutId),
    get: async (operationId) => {
      const operation = await readOne(trx, operationId);
      return operation?.closeoutId === closeoutId ? operation : undefined;
    },
    add: async (operation) => {
      await trx
        .insertInto("operation")
        .values({
          id: operation.id,
          closeout_id: closeoutId,
          kind: operation.kind,
          task: operation.task ?? null,
          idempotency_key: operation.key,
          ...operationState(operation),
        })
        .execute();
    },
    save: async (operation) => {
      await trx
        .updateTable("operation")
        .set({ ...operationState(operation), claim: null, lease_until: past, next_attempt: inMs(0) })
        .where("id", "=", operation.id)
        .where("closeout_id", "=", closeoutId)
        .execute();
    },
    step: async ({ claim }, operation, nextMs) => {
      const { numUpdatedRows } = await trx
        .updateTable("operation")
        .set({
          ...operationState(operation),
          ...(nextMs === undefined ? {} : { claim: null, lease_until: past, next_attempt: inMs(nextMs) }),
        })
        .where("id", "=", operation.id)
        .where("claim", "=", claim)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

async function readLatest(db: Kysely<Database>, closeoutId: string) {
  const rows = await db
    .selectFrom("operation")
    .distinctOn(["kind", "task"])
    .selectAll()
    .select(endSeq)
    .where("closeout_id", "=", closeoutId)
    .orderBy("kind")
    .orderBy("task")
    .orderBy("requested_at", "desc")
    .execute();
  return rows.map(toOperation);
}

async function readOne(db: Kysely<Database>, operationId: string) {
  const row = await db
    .selectFrom("operation")
    .selectAll()
    .select(endSeq)
    .where("id", "=", operationId)
    .executeTakeFirst();
  return row && toOperation(row);
}

const past = sql<never>`'-infinity'::timestamptz`;

function inMs(ms: number) {
  return sql<never>`now() + ${Math.round(ms)} * interval '1 ms'`;
}
