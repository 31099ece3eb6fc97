import { type Kysely, sql } from "kysely";
import type { Clock, Deliveries, Lane } from "../ports.ts";
import { claimDeliveries } from "./delivery-claim.ts";
import { refuseDelivery } from "./delivery-refuse.ts";
import { settleDeliveries } from "./delivery-settle.ts";
import { type LaneRow, leaseMs, nudgeLanes, nudgeMs } from "./lanes.ts";
import { retryTransient } from "./retry.ts";
import { laneRow, toLane } from "./rows.ts";
import type { Database } from "./schema/schema.ts";

/** How fast messages may go into one conversation. */
export type Pacing = {
  /** Between two new messages in one conversation, in milliseconds; Slack asks for about one a second. */
  readonly betweenPostsMs: number;
};

/** Life of outgoing messages in PostgreSQL. */
export function createDeliveries(db: Kysely<Database>, clock: Clock, { betweenPostsMs }: Pacing): Deliveries {
  return {
    leaseMs,

    async wanting(limit) {
      const { rows } = await retryTransient(() =>
        sql<LaneRow>`
        insert into lane (installation, conversation, free_at, nudged_until)
        select distinct installation, conversation, '-infinity'::timestamptz, now() + ${nudgeMs} * interval '1 ms'
        from (
          select delivery.installation, delivery.conversation
          from delivery left join lane using (installation, conversation)
          where not_before <= now() and (status = 'pending' or (status = 'sent' and shown_revision < revision))
            and coalesce(lane.free_at <= now() and lane.nudged_until <= now(), true)
          order by not_before
          limit ${limit}
        ) wanting
        order by installation, conversation
        on conflict (installation, conversation) do update set nudged_until = excluded.nudged_until
          -- Again, of the row as it is now: a worker may have taken the lane meanwhile, or left it to rest.
          where lane.free_at <= now() and lane.nudged_until <= now()
        returning installation, conversation`.execute(db),
      );
      return rows.map(toLane);
    },

    nudged: (lanes, nudged) => retryTransient(() => nudgeLanes(db, lanes.map(laneRow), nudged)),

    claim: (lanes, now) =>
      retryTransient(() => db.transaction().execute((trx) => claimDeliveries(trx, lanes.map(laneRow), now))),

    settle: (outcomes) =>
      retryTransient(
        () => db.transaction().execute((trx) => settleDeliveries(trx, outcomes, betweenPostsMs)),
        20_000,
      ),

    refuse: (delivery, reason) =>
      retryTransient(
        () => db.transaction().execute((trx) => refuseDelivery(trx, clock, delivery, reason)),
        20_000,
      ),

    async turnPage(deliveryId, page) {
      return stale(
        await db
          .updateTable("delivery")
          .set({
            subject: sql`jsonb_set(subject, '{page}', to_jsonb(${page}::int))`,
            revision: sql`revision + 1`,
          })
          .where("id", "=", deliveryId)
          .where(sql`subject->>'page'`, "is not", null)
          .returning(["installation", "conversation"])
          .executeTakeFirst(),
      );
    },

    async outstanding() {
      const { count } = await db
        .selectFrom("delivery")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where(sql<boolean>`status = 'pending' or (status = 'sent' and shown_revision < revision)`)
        .executeTakeFirstOrThrow();
      return count;
    },

    async revive(lane) {
      const { installation, conversation } = laneRow(lane);
      await db
        .updateTable("delivery")
        // A card that was posted before is brought up to date; should it be gone, its update finds that out and posts it anew.
        .set({
          status: sql`case when message is null then 'pending' else 'sent' end`,
          shown_revision: 0,
          not_before: sql`now()`,
        })
        .where("installation", "=", installation)
        .where("conversation", "=", conversation)
        .where("status", "=", "refused")
        .where(sql`subject->>'kind'`, "=", "card")
        .execute();
    },

    async refresh(deliveryId) {
      return stale(
        await db
          .updateTable("delivery")
          .set({ revision: sql`revision + 1` })
          .where("id", "=", deliveryId)
          .returning(["installation", "conversation"])
          .executeTakeFirst(),
      );
    },
  };
}

function stale(row: LaneRow | undefined): Lane | undefined {
  return row && toLane(row);
}
