import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrateDatabase } from "../../src/postgres/migrate.ts";
import { migrations as all } from "../../src/postgres/migrations/index.ts";
import { type TestDatabase, testDatabase } from "../support/postgres.ts";
import { query } from "../support/query.ts";

const log = pino({ level: "silent" });
const id = (nth: number) => `00000000-0000-4000-8000-00000000000${nth}`;

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase({ migrated: false });
});
afterEach(() => database.close());

const rows = (text: string) => query(database.url, text);

/** A closeout with three artifacts of which one was asked about, one approved, and one kept, before disposals were sign-offs. */
async function asItWas(): Promise<void> {
  const earlier = Object.fromEntries(Object.entries(all).filter(([name]) => name < "0019"));
  await migrateDatabase({ url: database.url, log, migrations: earlier });
  await rows(
    `insert into installation (key, platform, tenant, created_at) values ('slack:T1', 'slack', 'T1', '2026-03-02')`,
  );
  await rows(`insert into closeout (id, installation, channel, name, migration_id, migration, cutover, time_zone, owner, roles,
      settings, template_name, template_sha256, template, status, started_at)
    values ('${id(1)}', 'slack:T1', 'C1', 'HR_PROD', 'mig_1', '{}', '2026-03-02', 'UTC', 'U_ANA', '{}', '{}', 't', 'x', '{}',
      'open', '2026-03-02')`);
  await rows(`insert into archive_run (id, closeout_id, state, started_by, started_at)
    values ('${id(2)}', '${id(1)}', 'running', '{}', '2026-03-02')`);
  await rows(`insert into archived_artifact (id, closeout_id, number, run_id, path, location_name, location, key, bytes, sha256,
      media_type, stored_at, retention, retain_until)
    select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, '${id(1)}', n, '${id(2)}', 'p', 'l', 'l', 'k' || n, 1, repeat('a', 64),
      'text/plain', '2026-03-02', 'P2Y', '2028-03-02'
    from generate_series(1, 3) n`);
  await rows(`insert into artifact_disposal (id, artifact_id, noticed_at, decision, decided_by, decided_at, reason)
    select ('00000000-0000-4000-8000-0000000000b' || number)::uuid, id, '2028-03-03',
      (array[null, 'approved', 'rejected'])[number], (array[null, '{"system":"closeout"}', '{"system":"closeout"}'])[number]::jsonb,
      (array[null, '2028-03-04', '2028-03-04'])[number]::timestamptz, null
    from archived_artifact`);
}

test("what nobody has decided is asked about anew, in a sign-off; what was decided stays so", async () => {
  await asItWas();
  await migrateDatabase({ url: database.url, log });
  const left = await rows(
    `select number, decision, request from artifact_disposal join archived_artifact artifact on artifact.id = artifact_id order by 1`,
  );
  expect(left).toEqual([
    { number: 2, decision: "approved", request: null },
    { number: 3, decision: "rejected", request: null },
  ]);
  const undecided = `insert into artifact_disposal (id, artifact_id, noticed_at)
    select gen_random_uuid(), id, now() from archived_artifact where number = 1`;
  await expect(rows(undecided)).rejects.toThrow(/artifact_disposal_is_asked/);
});
