import type { KnownMigrationStatus, Migration } from "../domain/migration.ts";
import type {
  CertificateDocument,
  CertificatePdf,
  MigrationPlan,
  RawDocument,
  Validation,
} from "./sensei-evidence.ts";
import type { DownloadExportOptions, ExportStream, OpenExportOptions } from "./sensei-export.ts";
import type { OperationAnswer, OperationOptions } from "./sensei-operation.ts";

export type * from "./sensei-evidence.ts";
export type * from "./sensei-export.ts";
export * from "./sensei-fault.ts";
export type * from "./sensei-operation.ts";

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

/**
 * The vendor of the migration. Whatever goes wrong there or on the way, every method rejects with a `SenseiFault`: with
 * `invalid_id` without calling when an id cannot be one, with `migration_not_found` when there is no such migration.
 */
export interface Sensei extends SenseiReading, SenseiOperations, SenseiExports {}

/** Calls that change nothing; they are repeated where that may help. */
export interface SenseiReading {
  /** Pages found by words or over several statuses may be some seconds old. A limit out of range is a `RangeError`. */
  listMigrations(query: MigrationQuery, options?: SenseiCallOptions): Promise<MigrationPage>;
  getMigration(id: string, options?: SenseiCallOptions): Promise<Migration>;
  /** All validations of a migration, newest first, without their perspectives. */
  listValidations(migrationId: string, options?: SenseiCallOptions): Promise<readonly Validation[]>;
  getValidation(validationId: string, options?: SenseiCallOptions): Promise<Validation>;
  /** The certificate of the newest validation that has one. The bytes are JSON; nothing else about them is checked. */
  getCertificateDocument(migrationId: string, options?: SenseiCallOptions): Promise<CertificateDocument>;
  /** At most 32 MB; more is an `unexpected_answer`. */
  getCertificatePdf(migrationId: string, options?: SenseiCallOptions): Promise<CertificatePdf>;
  getPlan(migrationId: string, options?: SenseiCallOptions): Promise<MigrationPlan>;
  getPerformanceComparison(migrationId: string, options?: SenseiCallOptions): Promise<RawDocument>;
  /** Resolves when Sensei answers and accepts our key. Tries once. */
  ping(options?: SenseiCallOptions): Promise<void>;
}

/**
 * Calls that change something at Sensei. They are repeated only where nothing can have happened or Sensei asked for it; of
 * everything else the fault's `effect` tells what is known.
 */
export interface SenseiOperations {
  /** Keeps the records and releases the resources. */
  archiveMigration(migrationId: string, options: OperationOptions): Promise<OperationAnswer>;
  deleteCheckpoints(migrationId: string, options: OperationOptions): Promise<OperationAnswer>;
  releaseTemporaryStorage(migrationId: string, options: OperationOptions): Promise<OperationAnswer>;
}

/** All artifacts of a migration as one ZIP, possibly of many GB. Neither call holds more than some chunks in memory. */
export interface SenseiExports {
  /** One connection: what happens to it is the caller's business. */
  openExport(migrationId: string, options?: OpenExportOptions): Promise<ExportStream>;
  /**
   * Continues over lost connections where Sensei offers it; where it does not, or the export changed in between, the
   * iteration rejects with `restart_needed` (`retryable`): throw away what is here and call again from 0.
   */
  downloadExport(migrationId: string, options?: DownloadExportOptions): Promise<ExportStream>;
}
