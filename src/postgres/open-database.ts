import { join } from "node:path";
import type { Kysely } from "kysely";
import { Client, escapeIdentifier } from "pg";
import type { Log } from "../ports.ts";
import { createDatabase } from "./database.ts";
import { startEmbeddedPostgres } from "./embedded/start.ts";
import { migrateDatabase } from "./migrate.ts";
import type { Database } from "./schema/schema.ts";

export type OpenDatabaseInput = {
  /** A server of the operator's; without one the built-in server is started. */
  readonly url: string | undefined;
  /** Where the built-in server keeps its files. */
  readonly stateDir: string;
  /** Begins with empty tables; only the built-in server can be asked to forget. */
  readonly afresh: boolean;
  readonly log: Log;
};

/** A migrated database, ready for use. */
export type OpenDatabase = {
  readonly db: Kysely<Database>;
  readonly url: string;
  readonly embedded: boolean;
  /** Closes all connections, and the built-in server if that is what it is. */
  close(): Promise<void>;
};

const sandboxDatabase = "closeout_sandbox";

/** Starts or reaches PostgreSQL and brings its tables up to date. */
export async function openDatabase({ url, stateDir, afresh, log }: OpenDatabaseInput): Promise<OpenDatabase> {
  if (url !== undefined) return await open(url, log, async () => undefined, false);
  const server = await startEmbeddedPostgres({ directory: join(stateDir, "postgres"), log });
  try {
    const ours = afresh ? await recreate(server.url, sandboxDatabase) : server.url;
    return await open(ours, log, () => server.stop(), true);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function open(
  url: string,
  log: Log,
  stop: () => Promise<void>,
  embedded: boolean,
): Promise<OpenDatabase> {
  await migrateDatabase({ url, log });
  const db = createDatabase({ url, poolSize: 16, log });
  return {
    db,
    url,
    embedded,
    close: async () => {
      await db.destroy();
      await stop();
    },
  };
}

/** An empty database of this name on the server, whatever it held before. */
async function recreate(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
    await client.query(`create database ${escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
