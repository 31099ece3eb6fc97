import { Kysely, PostgresDialect, sql } from "kysely";
import { Pool } from "pg";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "../../src/postgres/database.ts";
import { resilientPool } from "../../src/postgres/resilient-pool.ts";
import { retryTransient } from "../../src/postgres/retry.ts";
import type { Database } from "../../src/postgres/schema/schema.ts";
import { isTransient, StoreUnavailable } from "../../src/postgres/store-unavailable.ts";
import { type TestDatabase, testDatabase } from "../support/postgres.ts";
import { query } from "../support/query.ts";
import { waitFor } from "../support/wait-for.ts";

const log = pino({ level: "silent" });

let database: TestDatabase;
const opened: Kysely<Database>[] = [];

beforeAll(async () => {
  database = await testDatabase({ migrated: false });
  await query(database.url, "create table n (n int primary key)");
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((db) => db.destroy()));
});
afterAll(() => database.close());

function open(url = database.url): Kysely<Database> {
  const db = createDatabase({ url, poolSize: 4, log });
  opened.push(db);
  return db;
}

async function one(db: Kysely<Database>): Promise<unknown> {
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db);
  return rows[0]?.one;
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("a connection that the server ends", () => {
  const terminateOthers = `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'closeout' and datname = current_database()`;

  test("is replaced when it was idle", async () => {
    const db = open();
    expect(await one(db)).toBe(1);
    await query(database.url, terminateOthers);
    await waitFor(async () => (await one(db)) === 1, { what: "a new connection" });
  });

  test("rolls the transaction back and says that the store is unavailable", async () => {
    const db = open();
    const failure = await failureOf(
      db.transaction().execute(async (trx) => {
        await sql`insert into n values (1)`.execute(trx);
        await query(database.url, terminateOthers);
        await sql`insert into n values (2)`.execute(trx);
      }),
    );
    expect(failure).toBeInstanceOf(StoreUnavailable);
    expect(failure).toMatchObject({ code: "store_unavailable", retryable: true });
    expect(await query(database.url, "select n from n")).toEqual([]);
    expect(await one(db)).toBe(1);
  });

  test("does not keep a transaction from being done by a retry", async () => {
    const db = open();
    let tries = 0;
    await retryTransient(() =>
      db.transaction().execute(async (trx) => {
        tries += 1;
        if (tries === 1) await query(database.url, terminateOthers);
        await sql`insert into n values (3)`.execute(trx);
      }),
    );
    expect(tries).toBe(2);
    expect(await query(database.url, "delete from n returning n")).toEqual([{ n: 3 }]);
  });
});

describe("a statement that gets no answer in time", () => {
  test("fails, and its connection is not used again", async () => {
    const pool = new Pool({ connectionString: database.url, max: 1, query_timeout: 100 });
    pool.on("error", () => undefined);
    const db = new Kysely({ dialect: new PostgresDialect({ pool: resilientPool(pool) }) });
    const failure = await failureOf(sql`select pg_sleep(20)`.execute(db));
    expect(failure).toBeInstanceOf(StoreUnavailable);
    expect((await sql`select 1`.execute(db)).rows).toHaveLength(1);
    await db.destroy();
  });
});

describe("errors that are not about the service", () => {
  test("a broken rule is passed on as the database said it, and is not transient", async () => {
    const db = open();
    await sql`insert into n values (7)`.execute(db);
    const failure = await failureOf(sql`insert into n values (7)`.execute(db));
    expect(failure).toMatchObject({ code: "23505", constraint: "n_pkey" });
    expect(isTransient(failure)).toBe(false);
    await sql`delete from n`.execute(db);
  });

  test("a deadlock is transient, and a retry resolves it", async () => {
    const db = open();
    await sql`insert into n values (1), (2)`.execute(db);
    const meet = Promise.withResolvers<void>();
    let arrived = 0;
    const swap = (first: number, second: number): Promise<void> =>
      retryTransient(
        () =>
          db.transaction().execute(async (trx) => {
            await sql`select n from n where n = ${first} for update`.execute(trx);
            arrived += 1;
            if (arrived === 2) meet.resolve();
            await meet.promise;
            await sql`select n from n where n = ${second} for update`.execute(trx);
          }),
        10_000,
      );
    await Promise.all([swap(1, 2), swap(2, 1)]);
    expect(arrived).toBe(3);
    await sql`delete from n`.execute(db);
  });
});

describe("a store that cannot be reached", () => {
  test("on a port where nothing listens is retryable", async () => {
    const failure = await failureOf(one(open("postgres://closeout@127.0.0.1:1/closeout")));
    expect(failure).toBeInstanceOf(StoreUnavailable);
    expect(failure).toMatchObject({ retryable: true, message: expect.stringContaining("ECONNREFUSED") });
  });

  test("without such a database is not retryable, and the message names it", async () => {
    const url = new URL(database.url);
    url.pathname = "/no-such-database";
    const failure = await failureOf(one(open(url.href)));
    expect(failure).toMatchObject({ retryable: false, message: expect.stringContaining("no-such-database") });
    expect(isTransient(failure)).toBe(false);
  });
});

describe("isTransient", () => {
  const coded = (code: string): Error => Object.assign(new Error(code), { code });

  test.each([
    "ECONNREFUSED",
    "ECONNRESET",
    "57P01",
    "57P03",
    "53300",
    "53100",
    "08006",
    "40001",
    "40P01",
    "57014",
  ])("%s may go away", (code) => expect(isTransient(coded(code))).toBe(true));

  test.each(["23505", "42P01", "28P01", "3D000", "42501", "22P02"])("%s stays", (code) =>
    expect(isTransient(coded(code))).toBe(false),
  );

  test("an error of our own stays", () => {
    expect(isTransient(new Error("a mistake of ours"))).toBe(false);
    expect(isTransient("words")).toBe(false);
  });
});
