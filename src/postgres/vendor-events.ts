import { randomUUID } from "node:crypto";
import { type Kysely, type Selectable, sql } from "kysely";
import { installationKey, parseInstallationKey } from "../domain/identity.ts";
import type { VendorEvent } from "../domain/vendor-event.ts";
import type { Clock, VendorEvents } from "../ports.ts";
import { insertDeliveries } from "./delivery-rows.ts";
import { retryTransient } from "./retry.ts";
import type { Database } from "./schema/schema.ts";

/** A worker that does not come back within this time is taken for dead, and its event is free again. */
const leaseMs = 120_000;

/** What the vendor tells us, in PostgreSQL. */
export function createVendorEvents(db: Kysely<Database>, clock: Clock): VendorEvents {
  return {
    async note(installation, event) {
      const noted = await retryTransient(() =>
        db
          .insertInto("vendor_event")
          .values({
            id: event.id,
            installation: installationKey(installation),
            type: event.type,
            migration_id: event.migrationId,
            migration_name: event.migrationName ?? null,
            validation_id: event.validationId ?? null,
            created_at: event.createdAt,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning("id")
          .executeTakeFirst(),
      );
      return noted !== undefined;
    },

    async claim(eventId) {
      const row = await retryTransient(() =>
        db
          .updateTable("vendor_event")
          .set({ attempts: sql`attempts + 1`, not_before: sql`now() + ${leaseMs} * interval '1 ms'` })
          .where("id", "=", eventId)
          .where("status", "=", "waiting")
          .where("not_before", "<=", sql<never>`now()`)
          .returningAll()
          .executeTakeFirst(),
      );
      return (
        row && {
          event: toEvent(row),
          installation: parseInstallationKey(row.installation),
          attempts: row.attempts,
        }
      );
    },

    async waiting(limit) {
      const rows = await retryTransient(() =>
        db
          .selectFrom("vendor_event")
          .select("id")
          .where("status", "=", "waiting")
          .where("not_before", "<=", sql<never>`now()`)
          .orderBy("not_before")
          .limit(limit)
          .execute(),
      );
      return rows.map(({ id }) => id);
    },

    async done(eventId) {
      await retryTransient(() =>
        db.updateTable("vendor_event").set({ status: "done" }).where("id", "=", eventId).execute(),
      );
    },

    async later(eventId, afterMs) {
      await retryTransient(() =>
        db
          .updateTable("vendor_event")
          .set({ not_before: sql`now() + ${Math.round(afterMs)} * interval '1 ms'` })
          .where("id", "=", eventId)
          .execute(),
      );
    },

    async hasNewer(installation, event, types) {
      const newer = await db
        .selectFrom("vendor_event")
        .select("id")
        .where("installation", "=", installationKey(installation))
        .where("migration_id", "=", event.migrationId)
        .where("created_at", ">", event.createdAt)
        .where("type", "in", [...types])
        .limit(1)
        .executeTakeFirst();
      return newer !== undefined;
    },

    async offerStart(offer, conversation) {
      const { installation } = offer;
      const key = installationKey(installation);
      const delivery = randomUUID();
      const offered = await retryTransient(() =>
        db.transaction().execute(async (trx) => {
          await trx
            .insertInto("installation")
            .values({ key, ...installation, created_at: clock.now() })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
          // A second worker with the same news waits here for the first one to commit.
          await sql`select pg_advisory_xact_lock(hashtextextended(${`${key} ${offer.migrationId}`}, 0))`.execute(
            trx,
          );
          const known = await trx
            .selectFrom("start_offer")
            .select("delivery")
            .where("installation", "=", key)
            .where("migration_id", "=", offer.migrationId)
            .executeTakeFirst();
          if (known !== undefined) return false;
          const subject = { kind: "start_offer", migration: offer.migrationId } as const;
          await insertDeliveries(trx, clock.now(), [
            { id: delivery, installation, conversation, subject, closeoutIds: [] },
          ]);
          await trx
            .insertInto("start_offer")
            .values({
              installation: key,
              migration_id: offer.migrationId,
              migration_name: offer.migrationName ?? null,
              completed_at: offer.completedAt,
              delivery,
            })
            .execute();
          return true;
        }),
      );
      return offered ? { installation, conversation } : undefined;
    },

    async offer(installation, migrationId) {
      const row = await db
        .selectFrom("start_offer")
        .selectAll()
        .where("installation", "=", installationKey(installation))
        .where("migration_id", "=", migrationId)
        .executeTakeFirst();
      return (
        row && {
          installation,
          migrationId,
          migrationName: row.migration_name ?? undefined,
          completedAt: row.completed_at,
        }
      );
    },

    async outstanding() {
      const { count } = await db
        .selectFrom("vendor_event")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("status", "=", "waiting")
        .executeTakeFirstOrThrow();
      return count;
    },

    async forgetOld() {
      await sql`
        delete from vendor_event
        where status = 'done' and received_at < now() - interval '30 days'`.execute(db);
    },
  };
}

function toEvent(row: Selectable<Database["vendor_event"]>): VendorEvent {
  return {
    id: row.id,
    type: row.type,
    migrationId: row.migration_id,
    migrationName: row.migration_name ?? undefined,
    validationId: row.validation_id ?? undefined,
    createdAt: row.created_at,
  };
}
