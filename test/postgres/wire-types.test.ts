import * as fc from "fast-check";
import { type Kysely, sql } from "kysely";
import { pino } from "pino";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "../../src/postgres/database.ts";
import type { Database } from "../../src/postgres/schema/schema.ts";
import { type TestDatabase, testDatabase } from "../support/postgres.ts";

let database: TestDatabase;
let db: Kysely<Database>;

beforeAll(async () => {
  database = await testDatabase({ migrated: false });
  db = createDatabase({ url: database.url, log: pino({ level: "silent" }) });
});
afterAll(async () => {
  await db.destroy();
  await database.close();
});

async function select(expression: ReturnType<typeof sql>): Promise<unknown> {
  const { rows } = await sql<{ value: unknown }>`select ${expression} as value`.execute(db);
  return rows[0]?.value;
}

describe("what comes back", () => {
  test.each([
    ["a count is a number", sql`count(*)`, 1],
    ["the largest exact bigint is a number", sql`9007199254740991::bigint`, Number.MAX_SAFE_INTEGER],
    ["bigints in an array are numbers", sql`array[1, null, 3]::bigint[]`, [1, null, 3]],
    ["a date is text", sql`date '2026-03-02'`, "2026-03-02"],
    ["a timestamp without a zone is text", sql`timestamp '2026-03-02 01:30'`, "2026-03-02 01:30:00"],
    ["a numeric is text", sql`14230.10::numeric`, "14230.10"],
    ["an interval is text", sql`interval '1 day 2 hours'`, "1 day 02:00:00"],
    ["json is parsed", sql`'{"a":[1]}'::jsonb`, { a: [1] }],
    ["null is null", sql`null::timestamptz`, null],
  ])("%s", async (_, expression, expected) => {
    expect(await select(expression)).toEqual(expected);
  });

  test("a timestamptz is an instant, to the microsecond", async () => {
    const value = await select(sql`timestamptz '2026-03-29 02:30:00.123456+02:00'`);
    expect(value).toBeInstanceOf(Temporal.Instant);
    expect(String(value)).toBe("2026-03-29T00:30:00.123456Z");
  });

  test("a bigint that cannot be exact is an error, and the connection stays usable", async () => {
    await expect(select(sql`9007199254740993::bigint`)).rejects.toThrow("9007199254740993");
    expect(await select(sql`1`)).toBe(1);
  });
});

describe("what goes in", () => {
  test("an instant is the same moment when it comes back, whatever the session's zone", async () => {
    const first = Temporal.Instant.from("1900-01-01T00:00Z").epochMilliseconds;
    const last = Temporal.Instant.from("9999-12-31T00:00Z").epochMilliseconds;
    const moments = fc
      .tuple(fc.integer({ min: first, max: last }), fc.integer({ min: 0, max: 999 }))
      .map(([ms, us]) => Temporal.Instant.fromEpochMilliseconds(ms).add({ microseconds: us }));
    const zones = fc.constantFrom("UTC", "Asia/Kathmandu", "America/St_Johns", "Europe/Amsterdam");
    await fc.assert(
      fc.asyncProperty(moments, zones, async (moment, zone) => {
        const back = await db.connection().execute(async (session) => {
          await sql`select set_config('timezone', ${zone}, false)`.execute(session);
          const query = sql<{ value: Temporal.Instant }>`select ${moment}::timestamptz as value`;
          return (await query.execute(session)).rows[0]?.value;
        });
        expect(String(back)).toBe(String(moment));
      }),
      { numRuns: 60 },
    );
  });

  test("what is finer than a microsecond is cut off, never rounded into the future", async () => {
    const moment = Temporal.Instant.from("2026-03-02T01:30:00.123456999Z");
    expect(String(await select(sql`${moment}::timestamptz`))).toBe("2026-03-02T01:30:00.123456Z");
  });

  test("instants in arrays arrive one by one", async () => {
    const moments = ["2026-03-02T01:30:00Z", "2026-03-03T01:30:00Z"].map((text) =>
      Temporal.Instant.from(text),
    );
    const value = await select(sql`${moments}::timestamptz[]`);
    expect(value).toEqual([expect.any(Temporal.Instant), expect.any(Temporal.Instant)]);
    expect(String(value)).toBe(String(moments));
    expect(await select(sql`${moments[0]}::timestamptz = any(${moments}::timestamptz[])`)).toBe(true);
  });

  test("the first and the last instant stand for the infinities, both ways", async () => {
    for (const text of ["-infinity", "infinity"]) {
      const instant = await select(sql`${text}::timestamptz`);
      expect(instant).toBeInstanceOf(Temporal.Instant);
      expect(await select(sql`${instant}::timestamptz::text`)).toBe(text);
    }
  });
});
