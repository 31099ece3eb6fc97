import { type Kysely, sql, type Transaction } from "kysely";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Closing } from "../domain/closing.ts";
import { installationKey } from "../domain/identity.ts";
import type { ClosingChanges, Closings } from "../ports.ts";
import { errorCode } from "./error-code.ts";
import { closeoutColumns, toCloseout } from "./rows.ts";
import type { Database } from "./schema/schema.ts";

const kinds = ["closeout.closed", "closeout.reopened"] as const;

/** Closed closeouts. When and why one was closed or opened again is in its ledger alone. */
export function createClosings(db: Kysely<Database>): Closings {
  const closed = () =>
    db
      .selectFrom("closeout")
      .select(closeoutColumns)
      .where("status", "=", "closed")
      .orderBy("started_at", "desc");
  return {
    async get(closeoutId, number) {
      const row = await db
        .selectFrom("ledger_entry")
        .select(["kind", "at", "actor", "data"])
        .where("closeout_id", "=", closeoutId)
        .where("kind", "in", kinds)
        .orderBy("seq")
        .offset(number - 1)
        .limit(1)
        .executeTakeFirst();
      return row && toClosing(number, row);
    },

    async closedInChannel(installation, channel) {
      const row = await closed()
        .where("installation", "=", installationKey(installation))
        .where("channel", "=", channel)
        .limit(1)
        .executeTakeFirst();
      return row && toCloseout(row);
    },

    async closedOf(installation, user) {
      const rows = await closed()
        .where("installation", "=", installationKey(installation))
        .where((eb) =>
          eb.or([
            eb("owner", "=", user),
            sql<boolean>`exists (select from jsonb_each_text(roles) where value = ${user})`,
          ]),
        )
        .orderBy("id")
        .execute();
      return rows.map(toCloseout);
    },
  };
}

const bySchema = z.object({ user: z.string(), name: z.string() });
const closedSchema = z.object({ report: z.int(), signoff: z.int() });
const reopenedSchema = z.object({ reason: z.string() });

function toClosing(
  number: number,
  entry: { readonly kind: string; readonly at: string; readonly actor: unknown; readonly data: unknown },
): Closing {
  const common = { number, at: Temporal.Instant.from(entry.at), by: bySchema.parse(entry.actor) };
  return entry.kind === "closeout.closed"
    ? { ...common, kind: "closed", ...closedSchema.parse(entry.data) }
    : { ...common, kind: "reopened", ...reopenedSchema.parse(entry.data) };
}

/** The closing of a closeout whose row the transaction holds. */
export function closingChanges(trx: Transaction<Database>, closeoutId: string): ClosingChanges {
  const save = (status: "open" | "closed") =>
    trx.updateTable("closeout").set({ status }).where("id", "=", closeoutId).execute();
  return {
    async count() {
      const row = await trx
        .selectFrom("ledger_entry")
        .select((eb) => eb.fn.countAll<number>().as("many"))
        .where("closeout_id", "=", closeoutId)
        .where("kind", "in", kinds)
        .executeTakeFirstOrThrow();
      return row.many;
    },

    async close() {
      await save("closed");
    },

    // Somebody may start another one at this very moment: the two "only one" rules decide, and the change goes on after it.
    async reopen() {
      await sql`savepoint reopening`.execute(trx);
      try {
        await save("open");
        return "reopened";
      } catch (error) {
        if (errorCode(error) !== "23505") throw error;
        await sql`rollback to savepoint reopening`.execute(trx);
        return "taken";
      }
    },
  };
}
