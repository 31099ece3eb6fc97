import type { KnownMigrationStatus, Migration } from "../domain/migration.ts";

/** Which migrations to list, and which part of them. */
export type MigrationQuery = {
  /** One status or several; several come one after the other in the order given. */
  readonly status?: KnownMigrationStatus | readonly KnownMigrationStatus[];
  /** Words that must all occur in the id, the name or the databases; blank means all. */
  readonly query?: string;
  /** 1 to 100. */
  readonly limit: number;
  readonly offset: number;
};

/** One page of migrations, in the vendor's order. */
export type MigrationPage = {
  readonly migrations: readonly Migration[];
  readonly hasMore: boolean;
  /** The search was ended at its bound, so that there may be matches which it did not reach: ask for more words. */
  readonly cutShort: boolean;
};

/** What a caller can say about one call. */
export type SenseiCallOptions = {
  /** Ends the call early, for instance `AbortSignal.timeout(2000)` while a dialog waits for options. */
  readonly signal?: AbortSignal;
};

/** The vendor of the migration. Whatever goes wrong there or on the way, every method rejects with a {@link SenseiFault}. */
export interface Sensei {
  /** Pages found by words or over several statuses may be some seconds old. A limit out of range is a `RangeError`. */
  listMigrations(query: MigrationQuery, options?: SenseiCallOptions): Promise<MigrationPage>;
  /** Rejects with `invalid_id` without calling when the id cannot be one, with `migration_not_found` when there is none. */
  getMigration(id: string, options?: SenseiCallOptions): Promise<Migration>;
  /** Resolves when Sensei answers and accepts our key. Tries once. */
  ping(options?: SenseiCallOptions): Promise<void>;
}

/** What can be wrong with a call to Sensei. */
export type SenseiFaultCode =
  | "invalid_id"
  | "migration_not_found"
  | "not_found"
  | "unauthorized"
  | "forbidden"
  | "invalid_state"
  | "validation_error"
  | "rate_limited"
  | "unavailable"
  | "timeout"
  | "unreachable"
  | "damaged_answer"
  | "unexpected_answer"
  | "redirected"
  | "cancelled";

/** Why a call to Sensei failed. Holds no secret; the vendor's own words are in it as plain text, so escape it on output. */
export interface SenseiFault extends Error {
  readonly name: "SenseiError";
  readonly code: SenseiFaultCode;
  /** Whether the same call may well succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** HTTP status of the last answer, if there was one. */
  readonly status: number | undefined;
  /** For the vendor's support and our logs: theirs if they sent one, else the one we sent. */
  readonly requestId: string;
  /** One or two sentences for the person who waits: what happened and what to do. */
  readonly sentence: string;
}

/** Whether something caught is a failed call to Sensei, so that its sentence may be shown. */
export function isSenseiFault(caught: unknown): caught is SenseiFault {
  return caught instanceof Error && caught.name === "SenseiError";
}
