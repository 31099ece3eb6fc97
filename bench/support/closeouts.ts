import { sql } from "kysely";
import { pino } from "pino";
import { Temporal } from "temporal-polyfill";
import type { Migration } from "../../src/domain/migration.ts";
import type { Clock, Member, People, Profile } from "../../src/ports.ts";
import { createDatabase } from "../../src/postgres/database.ts";
import { createStore } from "../../src/postgres/store.ts";
import { loadTemplate } from "../../src/template-file.ts";
import { startCloseout } from "../../src/usecases/start/start-closeout.ts";
import { fakeSensei } from "../../test/support/fake-sensei.ts";
import { idleQueue } from "./idle-queue.ts";
import { newSigner } from "./signer.ts";

const log = pino({ level: "silent" });
const tenant = "T0NORTHWIND";

/** The installation under which the store keeps everything of the sandbox's workspace. */
export const installation = `slack:${tenant}`;

const migration: Migration = {
  id: "mig_bench_0",
  name: "HR_PROD → hr_production",
  status: "certified",
  vendorStatus: "certified",
  phase: undefined,
  source: { kind: "oracle", version: "19c", name: "HR_PROD", tables: 247 },
  target: { kind: "postgresql", version: "16", name: "hr_production", tables: 247 },
  recordsTotal: 52_000_000,
  recordsProcessed: 52_000_000,
  resources: { checkpoints: undefined, temporaryStorage: undefined },
  timing: { createdAt: undefined, startedAt: undefined, completedAt: undefined },
};

/**
 * Opens one closeout in the first of these channels through the product's own use case, and copies it, row for row, into the
 * others. The items are as on the first day after a cutover and nobody's in particular; there are no reminders, those are the
 * benchmark's own.
 */
export async function openCloseouts(databaseUrl: string, channels: readonly string[]): Promise<void> {
  const [first, ...others] = channels;
  if (first === undefined) return;
  const clock: Clock = { now: () => Temporal.Now.instant() };
  const db = createDatabase({ url: databaseUrl, poolSize: 1, log });
  try {
    const store = createStore(db, clock, { betweenPostsMs: 0 }, newSigner());
    await openFirst(
      { ...store, clock, people, queue: idleQueue, sensei, template: await loadTemplate(), log },
      first,
    );
    await sql`delete from occurrence`.execute(db);
    await sql`update item set assignee = null`.execute(db);
    for (const statement of copies) await sql.raw(statement(others)).execute(db);
  } finally {
    await db.destroy();
  }
}

async function openFirst(deps: Parameters<typeof startCloseout>[0], channel: string): Promise<void> {
  const cutover = deps.clock.now().subtract({ hours: 20 }).toZonedDateTimeISO("Europe/Berlin");
  const outcome = await startCloseout(deps, {
    member,
    channel,
    input: {
      migrationId: migration.id,
      name: migration.name,
      cutoverDate: cutover.toPlainDate().toString(),
      cutoverTime: cutover.toPlainTime().toString({ smallestUnit: "minute" }),
      timeZone: "Europe/Berlin",
      roles: {
        technical_lead: "U0TOM",
        compliance_officer: "U0JONAS",
        business_sponsor: "U0EVA",
        it_audit: "U0LI",
        operations_lead: "U0MARIA",
      },
      budget: "15000 USD",
    },
  });
  if (outcome.kind !== "started") throw new Error(`No closeout was started: ${JSON.stringify(outcome)}`);
}

const member: Member = {
  platform: "slack",
  tenant,
  user: "U0ANA",
  name: "ana",
  timeZone: "Europe/Berlin",
};

const profile: Profile = { user: "U0TOM", name: "tom", kind: "member", timeZone: "Europe/Berlin" };
const people: People = { profile: async () => profile };
const sensei = fakeSensei([migration]);
/** One copy for each further channel, in tables that refer to each other in this order. */
const copies: readonly ((channels: readonly string[]) => string)[] = [
  (channels) => `create temporary table copy as
    select gen_random_uuid() as id, gen_random_uuid() as delivery, place.channel, place.number
    from unnest(array[${channels.map((id) => `'${id}'`).join(",")}]::text[]) with ordinality as place (channel, number)`,
  () => `insert into closeout
    select copy.id, installation, copy.channel, name, 'mig_bench_' || copy.number, migration, cutover, time_zone, owner, roles,
      budget_estimate, settings, template_name, template_sha256, template, status, started_at, 0, repeat('0', 64)
    from closeout cross join copy`,
  () => `insert into item
    select copy.id, item.id, list, position, title, due, state, settled_by, settled_at, reason, assignee, snoozed_until
    from item cross join copy where not exists (select from copy where copy.id = item.closeout_id)`,
  () => `insert into delivery (id, installation, conversation, subject, created_at)
    select copy.delivery, installation, 'channel:' || copy.channel, subject, created_at from delivery cross join copy`,
  () => `insert into delivery_closeout select copy.delivery, copy.id from copy`,
];
