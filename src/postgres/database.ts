import { Kysely, PostgresDialect, PostgresQueryCompiler, type QueryCompiler } from "kysely";
import { Pool, type PoolConfig } from "pg";
import type { Log } from "../ports.ts";
import { resilientPool } from "./resilient-pool.ts";
import type { Database } from "./schema/schema.ts";
import { toWire, wireTypes } from "./wire-types.ts";

export type DatabaseInput = {
  /** `postgres://user:password@host:port/database`, with the parameters that `pg` knows (`?sslmode=verify-full`, …). */
  readonly url: string;
  /** At most this many connections; 10 unless told. */
  readonly poolSize?: number;
  /** How long a connection waits for a server that restarts, in milliseconds; 2,000 unless told. */
  readonly patienceMs?: number;
  readonly log: Pick<Log, "warn">;
};

/** No statement of ours takes long: what does is stuck, and must not hold a connection or a lock for ever. */
const LIMITS = {
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 60_000,
  // The client's own watch, for a server that is gone without a word.
  query_timeout: 35_000,
} satisfies PoolConfig;

/**
 * The store's connection pool behind kysely; connects on first use. Values look as in `wire-types.ts`, and an instant may
 * be given wherever a parameter is. "No service" is thrown as `StoreUnavailable`; the pool recovers by itself once the
 * server is back. `destroy()` waits for what is under way and closes every connection.
 */
export function createDatabase(input: DatabaseInput): Kysely<Database> {
  return openKysely<Database>(input, LIMITS);
}

/** The same without time limits and for tables of any shape: migrations may take their time. */
export function createUnlimitedDatabase(input: DatabaseInput): Kysely<unknown> {
  return openKysely<unknown>(input, {});
}

function openKysely<Tables>(
  { url, poolSize = 10, patienceMs, log }: DatabaseInput,
  limits: PoolConfig,
): Kysely<Tables> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    types: wireTypes,
    application_name: "closeout",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...limits,
  });
  // Without listeners, a connection that breaks while nobody waits for it would end the process.
  pool.on("error", (err) => log.warn({ err }, "an idle database connection was lost"));
  pool.on("connect", (client) => {
    client.on("error", (err) => log.warn({ err }, "a database connection was lost"));
  });
  return new Kysely<Tables>({ dialect: new Dialect({ pool: resilientPool(pool, patienceMs) }) });
}

class Dialect extends PostgresDialect {
  override createQueryCompiler(): QueryCompiler {
    return new Compiler();
  }
}

class Compiler extends PostgresQueryCompiler {
  protected override addParameter(parameter: unknown): void {
    super.addParameter(toWire(parameter));
  }
}
