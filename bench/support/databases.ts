import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, escapeIdentifier } from "pg";
import { pino } from "pino";
import { startEmbeddedPostgres } from "../../src/postgres/embedded/start.ts";
import { migrateDatabase } from "../../src/postgres/migrate.ts";

/** A PostgreSQL server with a database for each benchmark. */
export type Databases = {
  readonly kind: "built-in" | "given by DATABASE_URL";
  /** A fresh database with Closeout's tables. */
  create(): Promise<string>;
  /** Drops what was made and ends a server that was started. */
  close(): Promise<void>;
};

const log = pino({ level: "silent" });

/** Uses the server at `DATABASE_URL`, or starts the built-in one in a folder of its own, as safe against a power cut as in real life. */
export async function openDatabases(): Promise<Databases> {
  const given = process.env["DATABASE_URL"];
  const server = given === undefined ? await startServer() : { url: given, stop: async () => undefined };
  const made: string[] = [];
  return {
    kind: given === undefined ? "built-in" : "given by DATABASE_URL",
    async create() {
      const name = `closeout_bench_${process.pid}_${made.length}`;
      await run(server.url, `create database ${escapeIdentifier(name)}`);
      made.push(name);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      await migrateDatabase({ url: url.href, log });
      return url.href;
    },
    async close() {
      for (const name of made) {
        await run(server.url, `drop database if exists ${escapeIdentifier(name)} with (force)`);
      }
      await server.stop();
    },
  };
}

/** Runs one statement on a connection of its own, without a time limit. */
export async function run(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}

async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "closeout-bench-"));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  try {
    const server = await startEmbeddedPostgres({ directory: join(folder, "postgres"), log });
    return { url: server.url, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
