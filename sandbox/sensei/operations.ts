import { z } from "zod";
import type { SimulatedMigration } from "./example-migrations.ts";
import { type Answer, errorAnswer, isObject } from "./http.ts";

/** What can be done to a migration. */
export type OperationName = "archive" | "checkpoints" | "cleanup";

/** One changing call, as the control API shows it. Only `applied` had an effect. */
export type OperationRecord = {
  readonly migration_id: string;
  readonly operation: OperationName;
  readonly idempotency_key: string | null;
  readonly outcome: "applied" | "accepted" | "repeated" | "refused";
};

/** How a migration's next operations are answered. */
export const manner = z.strictObject({
  migration_id: z.string(),
  /** 202 takes effect after so many readings of the migration, or when the time is over. */
  answer: z.union([z.literal(200), z.literal(202), z.literal(204)]).default(200),
  after_reads: z.int().min(0).default(2),
  after_ms: z.number().min(0).default(0),
  /** Leaves out of the migration what it still holds, about which the vendor's pages are silent. */
  silent: z.boolean().default(false),
});

type Manner = z.infer<typeof manner>;
type Pending = { readonly operation: OperationName; readsLeft: number; readonly notBefore: number };

const past = ["completed", "certified", "archived"];

/** The state machine behind the three changing calls: each has one effect, however often it is asked for. */
export class Operations {
  readonly records: OperationRecord[] = [];
  readonly #manners = new Map<string, Manner>();
  readonly #answers = new Map<string, { readonly call: string; readonly answer: Answer }>();
  readonly #pending = new Map<string, Pending[]>();

  setManner(given: Manner): void {
    this.#manners.set(given.migration_id, given);
  }

  /** What `GET /migrations/{id}` shows; reading is also what makes accepted operations go on. */
  read(migration: SimulatedMigration): Answer {
    this.#goOn(migration);
    const { resources, ...rest } = migration.wire;
    const silent = this.#manners.get(migration.id)?.silent === true;
    return { status: 200, json: silent || resources === undefined ? rest : { ...rest, resources } };
  }

  operate(migration: SimulatedMigration, operation: OperationName, key: string | undefined): Answer {
    const call = `${migration.id} ${operation}`;
    const known = key === undefined ? undefined : this.#answers.get(key);
    if (known !== undefined) {
      if (known.call !== call) {
        return errorAnswer(422, "validation_error", "This idempotency key was used for another call.");
      }
      this.#note(migration, operation, key, "repeated");
      return known.answer;
    }
    const refusal = this.#refuse(migration, operation);
    if (refusal !== undefined) {
      this.#note(migration, operation, key, "refused");
      return errorAnswer(409, "invalid_state", refusal);
    }
    const answer = this.#begin(migration, operation, key);
    if (key !== undefined) this.#answers.set(key, { call, answer });
    return answer;
  }

  #begin(migration: SimulatedMigration, operation: OperationName, key: string | undefined): Answer {
    const { answer, after_reads, after_ms } =
      this.#manners.get(migration.id) ?? manner.parse({ migration_id: migration.id });
    if (answer === 202) {
      this.#note(migration, operation, key, "accepted");
      const pending = { operation, readsLeft: after_reads, notBefore: Date.now() + after_ms };
      this.#pending.set(migration.id, [...(this.#pending.get(migration.id) ?? []), pending]);
      return { status: 202, json: { status: "accepted", message: "The request was accepted." } };
    }
    apply(migration, operation);
    this.#note(migration, operation, key, "applied");
    return answer === 204
      ? { status: 204 }
      : { status: 200, json: { migration_id: migration.id, message: messages[operation] } };
  }

  #refuse(migration: SimulatedMigration, operation: OperationName): string | undefined {
    const status = String(migration.wire["status"]);
    const pending = this.#pending.get(migration.id) ?? [];
    if (pending.some((one) => one.operation === operation)) return `The ${operation} is already under way.`;
    if (!past.includes(status)) return `The migration is ${status}.`;
    if (operation === "archive")
      return status === "archived" ? "The migration is archived already." : undefined;
    if (resource(migration, held[operation]) > 0) return undefined;
    return operation === "checkpoints" ? "There are no checkpoints." : "There is no temporary storage.";
  }

  #goOn(migration: SimulatedMigration): void {
    const pending = this.#pending.get(migration.id) ?? [];
    const done = pending.filter((one) => one.readsLeft <= 0 && Date.now() >= one.notBefore);
    for (const { operation } of done) {
      apply(migration, operation);
      this.#note(migration, operation, undefined, "applied");
    }
    const rest = pending.filter((one) => !done.includes(one));
    for (const one of rest) one.readsLeft -= 1;
    this.#pending.set(migration.id, rest);
  }

  #note(
    migration: SimulatedMigration,
    operation: OperationName,
    key: string | undefined,
    outcome: OperationRecord["outcome"],
  ): void {
    this.records.push({
      migration_id: migration.id,
      operation,
      idempotency_key: key ?? null,
      outcome,
    });
  }
}

const held = { checkpoints: "checkpoints", cleanup: "temporary_storage_gb" } as const;

const messages: Readonly<Record<OperationName, string>> = {
  archive: "The migration was archived. Its records are kept.",
  checkpoints: "All checkpoints were deleted.",
  cleanup: "Temporary storage was released.",
};

function resource(migration: SimulatedMigration, name: string): number {
  const { resources } = migration.wire;
  return isObject(resources) ? Number(resources[name] ?? 0) : 0;
}

function apply(migration: SimulatedMigration, operation: OperationName): void {
  const { resources } = migration.wire;
  const change =
    operation === "archive"
      ? { status: "archived" }
      : { resources: { ...(isObject(resources) ? resources : {}), [held[operation]]: 0 } };
  migration.wire = { ...migration.wire, ...change };
}
