import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Log } from "../ports.ts";
import { createUnlimitedDatabase } from "./database.ts";
import { errorMessage } from "./error-code.ts";
import { migrations as ours } from "./migrations/index.ts";
import { StoreUnavailable } from "./store-unavailable.ts";

/** Why the tables cannot be brought up to date. */
export type MigrationFault = "newer_database" | "foreign_database" | "unsupported_server" | "failed";

/** The tables could not be brought up to date; nothing was changed. The message is a finished text for the operator. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
  readonly code: MigrationFault;
  readonly retryable = false;

  constructor(code: MigrationFault, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export type MigrateInput = {
  readonly url: string;
  readonly log: Pick<Log, "info" | "warn">;
  /** Ours, unless a test brings others. */
  readonly migrations?: Readonly<Record<string, Migration>>;
};

/**
 * Brings the tables up to date, all in one transaction, and returns the names of the migrations it ran. Several processes
 * may do it at once: one works, the others wait and find nothing left to do.
 * @throws MigrationError if the database is not one that this program can work with
 * @throws StoreUnavailable if it cannot be reached
 */
export async function migrateDatabase({ url, log, migrations = ours }: MigrateInput): Promise<string[]> {
  const db = createUnlimitedDatabase({ url, poolSize: 2, log });
  try {
    await assertServer(db);
    await assertKnown(db, migrations);
    const applied = await runMigrations(db, migrations);
    if (applied.length > 0) log.info({ migrations: applied }, "brought the database up to date");
    return applied;
  } finally {
    await db.destroy();
  }
}

async function runMigrations(
  db: Kysely<unknown>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<string[]> {
  const provider = { getMigrations: async () => ({ ...migrations }) };
  const migrator = new Migrator({ db, provider, nameComparator: byCodePoint });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return results.map(({ migrationName }) => migrationName);
  if (error instanceof StoreUnavailable) throw error;
  // A newer Closeout may have been quicker between our look and our turn.
  await assertKnown(db, migrations);
  const failed = results.find(({ status }) => status === "Error")?.migrationName;
  throw new MigrationError(
    "failed",
    `The database could not be brought up to date${failed === undefined ? "" : ` (migration ${failed})`}: ` +
      `${errorMessage(error)}. Nothing was changed.`,
    error,
  );
}

/** The oldest PostgreSQL that its makers still looked after when this was written. */
const OLDEST_SERVER = 14;

async function assertServer(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ version: number; encoding: string }>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding
  `.execute(db);
  const { version, encoding } = rows[0] ?? { version: 0, encoding: "unknown" };
  const major = Math.floor(version / 10_000);
  if (major < OLDEST_SERVER) {
    throw new MigrationError(
      "unsupported_server",
      `DATABASE_URL names a PostgreSQL ${major}; Closeout needs ${OLDEST_SERVER} or newer. Nothing was changed.`,
    );
  }
  if (encoding !== "UTF8") {
    throw new MigrationError(
      "unsupported_server",
      `The database in DATABASE_URL is encoded as ${encoding}; Closeout needs UTF8. ` +
        "Create one with `createdb --encoding=UTF8 --template=template0 closeout`. Nothing was changed.",
    );
  }
}

async function assertKnown(
  db: Kysely<unknown>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  const unknown = (await executedNames(db)).filter((name) => migrations[name] === undefined);
  if (unknown.length === 0) return;
  const last = Object.keys(migrations).toSorted(byCodePoint).at(-1) ?? "";
  if (unknown.every((name) => byCodePoint(name, last) > 0)) {
    throw new MigrationError(
      "newer_database",
      `The database is newer than this program: it already has ${unknown.join(", ")}. ` +
        "Start the newer Closeout, or restore a backup from before its first start. Nothing was changed.",
    );
  }
  throw new MigrationError(
    "foreign_database",
    `The database in DATABASE_URL holds tables of something else (migration ${unknown.join(", ")}). ` +
      "Give Closeout a database of its own. Nothing was changed.",
  );
}

async function executedNames(db: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ present: boolean }>`
    select to_regclass('kysely_migration') is not null as present
  `.execute(db);
  if (rows[0]?.present !== true) return [];
  const names = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return names.rows.map(({ name }) => name);
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
