import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { MigrationSnapshot } from "./closeout.ts";

/** The statuses of a migration that the vendor documents, and `archived`, which follows an archive. */
export const migrationStatuses = [
  "created",
  "analyzing",
  "planning",
  "awaiting_approval",
  "plan_ready",
  "approved",
  "pending",
  "running",
  "pausing",
  "paused",
  "validating",
  "completed",
  "certified",
  "failed",
  "cancelled",
  "rolling_back",
  "rolled_back",
  "archived",
] as const;

export type KnownMigrationStatus = (typeof migrationStatuses)[number];

/** A status, or `unknown` for a word that the vendor introduced after us: nothing is ever allowed because of it. */
export type MigrationStatus = KnownMigrationStatus | "unknown";

/** The statuses that a closeout can start from. */
export const closableStatuses = ["completed", "certified"] as const satisfies readonly KnownMigrationStatus[];

/** Whether a closeout can start from this status: the work is done, certified or not yet. */
export function canBeClosedOut(status: MigrationStatus): boolean {
  return closableStatuses.some((closable) => closable === status);
}

/** Reads the vendor's word; spelling variants (`Rolled-Back`) are accepted. */
export function parseMigrationStatus(word: string): MigrationStatus {
  const plain = word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
  return migrationStatuses.find((status) => status === plain) ?? "unknown";
}

/**
 * A migration id as people type or paste it: outer blanks are dropped, at most 128 characters, nothing that could mean
 * something in an address. The vendor's ids look like `mig_hr_prod_2026`; anything of that make is accepted.
 */
export const migrationIdSchema = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:~@+=-]{0,127}$/,
    "is not a migration id: it looks like mig_hr_prod_2026, with letters, digits, dots, dashes and underscores only",
  );

/** One end of a migration. `kind` is one of {@link knownEngines}, or an engine that is not among them in the vendor's words. */
export type MigrationEnd = {
  readonly kind: string | undefined;
  readonly version: string | undefined;
  /** The database as people call it: `HR_PROD`. */
  readonly name: string | undefined;
  readonly tables: number | undefined;
};

/** What the migration still holds at the vendor. The vendor need not say: `undefined` means unknown, never gone. */
export type MigrationResources = {
  readonly checkpoints: { readonly present: boolean; readonly count: number | undefined } | undefined;
  readonly temporaryStorage:
    | { readonly present: boolean; readonly gigabytes: number | undefined }
    | undefined;
};

/** Nothing known about what a migration holds. */
export const unknownResources: MigrationResources = { checkpoints: undefined, temporaryStorage: undefined };

/** A migration as Closeout knows it. What the vendor left out or wrote unreadably is `undefined`. */
export type Migration = {
  readonly id: string;
  readonly name: string;
  readonly status: MigrationStatus;
  /** The vendor's own word for the status, for showing it when it is `unknown`. */
  readonly vendorStatus: string;
  readonly phase: string | undefined;
  readonly source: MigrationEnd;
  readonly target: MigrationEnd;
  readonly recordsTotal: number | undefined;
  readonly recordsProcessed: number | undefined;
  readonly resources: MigrationResources;
  readonly timing: {
    readonly createdAt: Temporal.Instant | undefined;
    readonly startedAt: Temporal.Instant | undefined;
    readonly completedAt: Temporal.Instant | undefined;
  };
};

/** Engines by the vendor's word for them. A word that is not here is shown as it came. */
const engineNames: Readonly<Record<string, string>> = {
  bigquery: "BigQuery",
  cassandra: "Cassandra",
  cockroachdb: "CockroachDB",
  databricks: "Databricks",
  db2: "Db2",
  dynamodb: "DynamoDB",
  mariadb: "MariaDB",
  mongodb: "MongoDB",
  mssql: "SQL Server",
  mysql: "MySQL",
  oracle: "Oracle",
  postgres: "PostgreSQL",
  postgresql: "PostgreSQL",
  redshift: "Redshift",
  snowflake: "Snowflake",
  sqlserver: "SQL Server",
  sybase: "Sybase",
  teradata: "Teradata",
};

/** Engine words that {@link engineLabel} has a proper name for. */
export const knownEngines: readonly string[] = Object.keys(engineNames);

/** `Oracle 19c`; empty when nothing is known. */
export function engineLabel(end: Pick<MigrationEnd, "kind" | "version">): string {
  const kind = end.kind === undefined ? undefined : (ownName(end.kind) ?? end.kind);
  return [kind, end.version].filter((part) => part !== undefined).join(" ");
}

function ownName(kind: string): string | undefined {
  return Object.hasOwn(engineNames, kind) ? engineNames[kind] : undefined;
}

/** `Oracle 19c → PostgreSQL 16`; one end alone when only that is known, empty when neither is. */
export function enginesLabel(migration: Pick<Migration, "source" | "target">): string {
  return [engineLabel(migration.source), engineLabel(migration.target)].filter(Boolean).join(" → ");
}

/** `HR_PROD → hr_production`, or the migration's name when the vendor does not name both databases. */
export function migrationLabel(migration: Pick<Migration, "name" | "source" | "target">): string {
  const { source, target } = migration;
  return source.name !== undefined && target.name !== undefined
    ? `${source.name} → ${target.name}`
    : migration.name;
}

/** Whether every word of what somebody typed occurs in the id, the name or either database or engine. No words match all. */
export function matchesMigration(migration: Migration, typed: string): boolean {
  const { source, target } = migration;
  const searched = fold(
    [migration.id, migration.name, source.name, target.name, engineLabel(source), engineLabel(target)].join(
      "\n",
    ),
  );
  return fold(typed)
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim();
}

/** What a closeout keeps of its migration at the start. */
export function snapshotOf(migration: Migration): MigrationSnapshot {
  return {
    id: migration.id,
    name: migration.name,
    source: migration.source.name ?? (engineLabel(migration.source) || migration.name),
    target: migration.target.name ?? (engineLabel(migration.target) || migration.name),
    engines: enginesLabel(migration),
    status: migration.status === "unknown" ? migration.vendorStatus : migration.status,
    ...(migration.recordsTotal === undefined ? {} : { recordsTotal: migration.recordsTotal }),
  };
}
