import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../../src/postgres/migrate.ts";
import { migrations as ours } from "../../src/postgres/migrations/index.ts";
import { StoreUnavailable } from "../../src/postgres/store-unavailable.ts";
import { type TestDatabase, testDatabase } from "../support/postgres.ts";
import { query } from "../support/query.ts";

const log = pino({ level: "silent" });
const run = promisify(execFile);

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase({ migrated: false });
});
afterEach(() => database.close());

function statement(text: string): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      await sql.raw(text).execute(db);
    },
  };
}

async function tables(): Promise<unknown[]> {
  const rows = await query(
    database.url,
    "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1",
  );
  return rows.map(({ name }) => name);
}

test("brings an empty database up to date, and finds nothing to do the second time", async () => {
  expect(await migrateDatabase({ url: database.url, log })).toEqual(Object.keys(ours));
  expect(await migrateDatabase({ url: database.url, log })).toEqual([]);
  expect(await tables()).toContain("closeout");
});

test("three processes that start at once run each migration once", async () => {
  const script = fileURLToPath(new URL("./run-migrations.ts", import.meta.url));
  const outputs = await Promise.all(
    [1, 2, 3].map(async () => (await run(process.execPath, [script, database.url])).stdout),
  );
  const applied = outputs.map((output) => z.array(z.string()).parse(JSON.parse(output)));
  expect(applied.flat()).toEqual(Object.keys(ours));
});

test("eight starters at once within one process do as well", async () => {
  const starters = Array.from({ length: 8 }, () => migrateDatabase({ url: database.url, log }));
  expect((await Promise.all(starters)).flat()).toEqual(Object.keys(ours));
});

test("a migration that fails takes those before it back, and is named", async () => {
  const migrations = {
    "0001-good": statement("create table good (n int)"),
    "0002-bad": statement("create table bad (n nonsense)"),
  };
  await expect(migrateDatabase({ url: database.url, log, migrations })).rejects.toMatchObject({
    name: "MigrationError",
    code: "failed",
    message: expect.stringMatching(/0002-bad.*nonsense.*Nothing was changed/),
  });
  expect(await tables()).toEqual([]);
});

test("a database that a newer Closeout has changed is left alone", async () => {
  const older = { "0001-one": statement("create table one (n int)") };
  const newer = { ...older, "0002-two": statement("create table two (n int)") };
  await migrateDatabase({ url: database.url, log, migrations: newer });
  await expect(migrateDatabase({ url: database.url, log, migrations: older })).rejects.toMatchObject({
    code: "newer_database",
    message: expect.stringMatching(/newer than this program.*0002-two/),
  });
});

test("a database of another program is left alone", async () => {
  await migrateDatabase({
    url: database.url,
    log,
    migrations: { "0000-theirs": statement("create table t (n int)") },
  });
  await expect(migrateDatabase({ url: database.url, log })).rejects.toMatchObject({
    code: "foreign_database",
  });
  expect(await tables()).toEqual(["t"]);
});

test("a database that cannot hold every character is refused", async () => {
  const url = new URL(database.url);
  url.pathname += "_latin1";
  const name = url.pathname.slice(1);
  await query(
    database.url,
    `create database ${name} encoding 'LATIN1' locale_provider libc locale 'C' template template0`,
  );
  await expect(migrateDatabase({ url: url.href, log })).rejects.toMatchObject({
    code: "unsupported_server",
    message: expect.stringContaining("LATIN1"),
  });
  await query(database.url, `drop database ${name} with (force)`);
});

test("a server that does not answer is unavailable, not broken", async () => {
  await expect(migrateDatabase({ url: "postgres://closeout@127.0.0.1:1/x", log })).rejects.toBeInstanceOf(
    StoreUnavailable,
  );
});
