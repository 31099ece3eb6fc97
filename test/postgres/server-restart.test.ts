import { type Kysely, sql } from "kysely";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { createDatabase } from "../../src/postgres/database.ts";
import { retryTransient } from "../../src/postgres/retry.ts";
import type { Database } from "../../src/postgres/schema/schema.ts";
import { waitFor } from "../support/wait-for.ts";
import { workshop } from "./embedded/workshop.ts";

const { start, furnish } = workshop();
let db: Kysely<Database>;

afterEach(() => db.destroy());

test("work that may be repeated survives a kill of the database in the middle of it, exactly once each", async () => {
  await furnish();
  const server = await start();
  db = createDatabase({ url: server.url, poolSize: 4, log: pino({ level: "silent" }) });
  await sql`create table done (n int primary key)`.execute(db);

  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < 400) {
      next += 1;
      const n = next;
      await retryTransient(
        () =>
          db
            .transaction()
            .execute((trx) => sql`insert into done values (${n}) on conflict do nothing`.execute(trx)),
        20_000,
      );
    }
  };
  const workers = Promise.all([worker(), worker(), worker(), worker()]);
  for (const mark of [60, 180, 300]) {
    await waitFor(() => next >= mark, { what: `piece ${mark}`, everyMs: 1 });
    const pid = await waitFor(() => server.pid());
    process.kill(pid, "SIGKILL");
    await waitFor(() => server.pid() !== undefined && server.pid() !== pid, { what: "the server's return" });
  }
  await workers;
  const { rows } = await sql<{ n: number }>`select count(*) as n from done`.execute(db);
  expect(rows).toEqual([{ n: 400 }]);
});

test("a question asked while the database restarts is answered without a retry by the asker", async () => {
  await furnish();
  const server = await start();
  // A busy machine may take longer than people would wait.
  db = createDatabase({ url: server.url, patienceMs: 30_000, log: pino({ level: "silent" }) });
  const pid = server.pid() ?? 0;
  process.kill(pid, "SIGKILL");
  await waitFor(() => server.pid() !== pid, { what: "the end of the server", everyMs: 1 });
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db);
  expect(rows).toEqual([{ one: 1 }]);
});
