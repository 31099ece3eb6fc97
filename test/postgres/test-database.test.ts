import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../support/postgres.ts";

let one: TestDatabase;
let other: TestDatabase;
let empty: TestDatabase;

beforeAll(async () => {
  [one, other, empty] = await Promise.all([
    testDatabase(),
    testDatabase(),
    testDatabase({ migrated: false }),
  ]);
});
afterAll(async () => {
  await Promise.all([one.close(), other.close(), empty.close()]);
});

async function tablesOf(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  await client.end();
  return rows.map(({ name }) => name);
}

test("each test file gets a database of its own with all tables", async () => {
  expect(one.url).not.toBe(other.url);
  expect(await tablesOf(one.url)).toEqual(await tablesOf(other.url));
  expect(await tablesOf(one.url)).toContain("ledger_entry");
});

test("an empty database has no tables", async () => {
  expect(await tablesOf(empty.url)).toEqual([]);
});

test("a database is dropped although somebody is still connected", async () => {
  const database = await testDatabase({ migrated: false });
  const client = new Client({ connectionString: database.url });
  client.on("error", () => undefined);
  await client.connect();
  await database.close();
  await expect(new Client({ connectionString: database.url }).connect()).rejects.toMatchObject({
    code: "3D000",
  });
  await client.end().catch(() => undefined);
});
