import type { Temporal } from "temporal-polyfill";
import type { CleanupFacts } from "../domain/cleanup/cleanup-facts.ts";
import type { Operation } from "../domain/cleanup/operation.ts";

/** An operation in the hands of one worker, until its lease runs out. Of two claims only the later one may write. */
export type OperationClaim = { readonly operation: Operation; readonly claim: string };

/** What was last known of a migration's resources, and when it was read. */
export type KnownFacts = { readonly facts: CleanupFacts; readonly readAt: Temporal.Instant };

/** Reading operations, and handing them to workers. Leases and dues are reckoned by the database server. */
export interface Operations {
  /** The latest operation of each kind and task. */
  latest(closeoutId: string): Promise<readonly Operation[]>;
  get(operationId: string): Promise<Operation | undefined>;
  /** Operations that may be worked on now and that nobody works on, the longest waiting first. */
  due(limit: number): Promise<readonly string[]>;
  /** Takes one that is due; `undefined` when somebody works on it, it is not due, or it has ended. */
  claim(operationId: string): Promise<OperationClaim | undefined>;
  /** How long a claim holds, in milliseconds. */
  readonly leaseMs: number;
  /** What was last read of a migration, for messages that are composed without asking Sensei. */
  facts(closeoutId: string): Promise<KnownFacts | undefined>;
  saveFacts(closeoutId: string, known: KnownFacts): Promise<void>;
}

/** Changes of operations within one change of a closeout: they commit together with its state and ledger, or not at all. */
export interface OperationChanges {
  latest(): Promise<readonly Operation[]>;
  get(operationId: string): Promise<Operation | undefined>;
  /** Begins one, due at once. The store refuses a second live one of its kind and task. */
  add(operation: Operation): Promise<void>;
  /** Writes one that nobody works on, due at once where it is live. */
  save(operation: Operation): Promise<void>;
  /**
   * Writes a claimed one. Without `nextMs` the claim is kept; with it the operation is let go, and due in so many milliseconds.
   * `false`, and nothing is changed, when the claim is lost: then write nothing else either.
   */
  step(claim: OperationClaim, operation: Operation, nextMs?: number): Promise<boolean>;
}
