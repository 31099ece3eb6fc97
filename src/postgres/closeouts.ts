import { type Kysely, sql, type Transaction } from "kysely";
import type { Temporal } from "temporal-polyfill";
import { installationKey } from "../domain/identity.ts";
import type { Clock, Closeouts, NewCloseout, Signer, StartOutcome } from "../ports.ts";
import { changeCloseout } from "./closeout-change.ts";
import { insertDeliveries } from "./delivery-rows.ts";
import { readDocument } from "./documents.ts";
import { errorCode } from "./error-code.ts";
import { appendEntries } from "./ledger.ts";
import { retryTransient } from "./retry.ts";
import { closeoutColumns, itemRow, occurrenceRow, toCloseout, toItem, toNote } from "./rows.ts";
import type { Database } from "./schema/schema.ts";

const emptyHead = { seq: 0, hash: "0".repeat(64) };

/** Closeouts in PostgreSQL. */
export function createCloseouts(db: Kysely<Database>, clock: Clock, signer: Signer): Closeouts {
  const openCloseouts = () => db.selectFrom("closeout").select(closeoutColumns).where("status", "=", "open");
  const startOnce = (opening: NewCloseout) => db.transaction().execute((trx) => insert(trx, clock, opening));

  return {
    async start(opening) {
      try {
        await retryTransient(() => startOnce(opening));
        return { kind: "started" };
      } catch (error) {
        const taken = await whoHasIt(error, opening);
        if (taken !== undefined) return taken;
        throw error;
      }
    },

    async get(closeoutId) {
      const row = await db
        .selectFrom("closeout")
        .select(closeoutColumns)
        .where("id", "=", closeoutId)
        .executeTakeFirst();
      return row && toCloseout(row);
    },

    async getMany(closeoutIds) {
      const rows = await db
        .selectFrom("closeout")
        .select(closeoutColumns)
        .where("id", "=", sql<string>`any(${closeoutIds}::uuid[])`)
        .execute();
      return rows.map(toCloseout);
    },

    async openInChannel(installation, channel) {
      const row = await openCloseouts()
        .where("installation", "=", installationKey(installation))
        .where("channel", "=", channel)
        .executeTakeFirst();
      return row && toCloseout(row);
    },

    async openWithMigration(installation, migrationId) {
      const row = await openCloseouts()
        .where("installation", "=", installationKey(installation))
        .where("migration_id", "=", migrationId)
        .executeTakeFirst();
      return row && toCloseout(row);
    },

    async openOf(installation, user) {
      const rows = await openCloseouts()
        .where("installation", "=", installationKey(installation))
        .where((eb) =>
          eb.or([
            eb("owner", "=", user),
            sql<boolean>`exists (select from jsonb_each_text(roles) where value = ${user})`,
            eb.exists(
              eb
                .selectFrom("item")
                .whereRef("item.closeout_id", "=", "closeout.id")
                .where("assignee", "=", user)
                .where("state", "=", "open"),
            ),
          ]),
        )
        .orderBy("started_at")
        .orderBy("id")
        .execute();
      return rows.map(toCloseout);
    },

    async items(closeoutIds, itemIds) {
      if (closeoutIds.length === 0) return [];
      const rows = await db
        .selectFrom("item")
        .selectAll()
        .where("closeout_id", "=", sql<string>`any(${closeoutIds}::uuid[])`)
        .$if(itemIds !== undefined, (query) => query.where("id", "=", sql<string>`any(${itemIds}::text[])`))
        .orderBy("closeout_id")
        .orderBy("position")
        .execute();
      return rows.map(toItem);
    },

    async notes(closeoutId, itemId) {
      const rows = await db
        .selectFrom("item_note")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .where("item_id", "=", itemId)
        .orderBy("at")
        .execute();
      return rows.map(toNote);
    },

    document: (closeoutId, sha256) => readDocument(db, closeoutId, sha256),

    async template(closeoutId) {
      const row = await db
        .selectFrom("closeout")
        .select("template")
        .where("id", "=", closeoutId)
        .executeTakeFirstOrThrow();
      return row.template;
    },

    async ledger(closeoutId, limit) {
      const rows = await db
        .selectFrom("ledger_entry")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .orderBy("seq", "desc")
        .limit(limit)
        .execute();
      return rows.map(({ closeout_id, hash, ...entry }) => ({
        entry: { closeout: closeout_id, ...entry },
        hash,
      }));
    },

    async nextMoment() {
      const { rows } = await sql<{ moment: Temporal.Instant | null }>`
        select least(
          (select moment from occurrence where status = 'waiting' order by moment limit 1),
          (select remind_at from certificate_recipient where remind_at is not null order by remind_at limit 1),
          (select remind_at from signoff_seat where remind_at is not null and left_at is null order by remind_at limit 1),
          (select decide_by from signoff_request where state = 'open' order by decide_by limit 1),
          (select remind_at from action_item where remind_at is not null order by remind_at limit 1),
          (select remind_at from handover join closeout on closeout.id = closeout_id
           where remind_at is not null and status = 'open' order by remind_at limit 1)
        ) as moment`.execute(db);
      return rows[0]?.moment ?? undefined;
    },

    change: (closeoutId, work) => changeCloseout(db, clock, signer, closeoutId, work),
  };

  /**
   * Which open closeout stands in the way, when the insert failed on one of the two "only one" rules. If it is this very one,
   * an earlier try was committed although its answer was lost.
   */
  async function whoHasIt(error: unknown, { closeout }: NewCloseout): Promise<StartOutcome | undefined> {
    if (errorCode(error) !== "23505") return undefined;
    const store = createCloseouts(db, clock, signer);
    const inChannel = await store.openInChannel(closeout.installation, closeout.channel);
    if (inChannel?.id === closeout.id) return { kind: "started" };
    if (inChannel !== undefined) return { kind: "channel_taken", by: inChannel };
    const ofMigration = await store.openWithMigration(closeout.installation, closeout.migration.id);
    return ofMigration && { kind: "migration_taken", by: ofMigration };
  }
}

async function insert(trx: Transaction<Database>, clock: Clock, opening: NewCloseout): Promise<void> {
  const { closeout } = opening;
  const installation = installationKey(closeout.installation);
  await trx
    .insertInto("installation")
    .values({ key: installation, ...closeout.installation, created_at: clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .insertInto("closeout")
    .values({
      id: closeout.id,
      installation,
      channel: closeout.channel,
      name: closeout.name,
      migration_id: closeout.migration.id,
      migration: JSON.stringify(closeout.migration),
      cutover: closeout.cutover,
      time_zone: closeout.timeZone,
      owner: closeout.owner,
      roles: JSON.stringify(closeout.roles),
      budget_estimate: closeout.budgetEstimate ? JSON.stringify(closeout.budgetEstimate) : null,
      settings: JSON.stringify(closeout.settings),
      template_name: closeout.template.name,
      template_sha256: closeout.template.sha256,
      template: JSON.stringify(opening.template),
      status: closeout.status,
      started_at: closeout.startedAt,
    })
    .execute();
  // Whoever reads the offer of this migration sees that it is taken.
  await sql`
    update delivery set revision = revision + 1
    from start_offer
    where start_offer.installation = ${installation} and start_offer.migration_id = ${closeout.migration.id}
      and delivery.id = start_offer.delivery`.execute(trx);
  await trx.insertInto("item").values(opening.items.map(itemRow)).execute();
  if (opening.occurrences.length > 0) {
    await trx.insertInto("occurrence").values(opening.occurrences.map(occurrenceRow)).execute();
  }
  await insertDeliveries(
    trx,
    clock.now(),
    opening.deliveries.map((delivery) => ({
      ...delivery,
      installation: closeout.installation,
      closeoutIds: [closeout.id],
    })),
  );
  await appendEntries(trx, clock, [{ closeoutId: closeout.id, head: emptyHead, entries: [opening.entry] }]);
}
