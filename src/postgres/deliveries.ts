import { randomUUID } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../domain/closeout.ts";
import { type Conversation, conversationKey } from "../domain/conversation.ts";
import { system } from "../domain/identity.ts";
import type {
  ClaimedDelivery,
  Clock,
  Deliveries,
  Lane,
  MessageRef,
  Reminder,
  Settled,
  Subject,
} from "../ports.ts";
import { type DeliveryToInsert, insertDeliveries } from "./delivery-rows.ts";
import { appendEntries } from "./ledger.ts";
import { retryTransient } from "./retry.ts";
import { closeoutColumns, laneRow, toCloseout, toLane, toOccurrence } from "./rows.ts";
import type { Database } from "./schema.ts";

/** How fast messages may go into one conversation. */
export type Pacing = {
  /** Between two new messages in one conversation, in milliseconds; Slack asks for about one a second. */
  readonly betweenPostsMs: number;
};

/** A worker that does not come back within this time is taken for dead, and its lanes are free again. */
const leaseMs = 30_000;

/** For so long the sweep trusts that the queue will work on a lane that it was told of. */
const nudgeMs = 15_000;

/** At most so many updates of older messages are taken with one claim of a lane. */
const updatesPerClaim = 5;

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
          select installation, conversation from delivery
          where not_before <= now() and (status = 'pending' or (status = 'sent' and shown_revision < revision))
            and not exists (
              select from lane
              where lane.installation = delivery.installation and lane.conversation = delivery.conversation
                and (lane.free_at > now() or lane.nudged_until > now())
            )
          order by not_before
          limit ${limit}
        ) wanting
        order by installation, conversation
        on conflict (installation, conversation) do update set nudged_until = excluded.nudged_until
        returning installation, conversation`.execute(db),
      );
      return rows.map(toLane);
    },

    claim: (lanes, now) =>
      retryTransient(() => db.transaction().execute((trx) => claim(trx, lanes.map(laneRow), now))),

    settle: (outcomes) =>
      retryTransient(() => db.transaction().execute((trx) => settle(trx, outcomes, betweenPostsMs)), 20_000),

    refuse: (delivery, reason) =>
      retryTransient(() => db.transaction().execute((trx) => refuse(trx, clock, delivery, reason)), 20_000),

    async turnPage(deliveryId, page) {
      const subject: Subject = { kind: "digest", page };
      return stale(
        await db
          .updateTable("delivery")
          .set({ subject: JSON.stringify(subject), revision: sql`revision + 1` })
          .where("id", "=", deliveryId)
          .where(sql`subject->>'kind'`, "=", "digest")
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
        .set({ status: "pending", message: null, shown_revision: 0, pinned: false })
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

type LaneRow = { readonly installation: string; readonly conversation: string };

function stale(row: LaneRow | undefined): Lane | undefined {
  return row && toLane(row);
}

/** What of a lane wants work now: the oldest message that was not sent yet, and some of those that show an older state. */
async function claim(
  trx: Transaction<Database>,
  lanes: readonly LaneRow[],
  now: Temporal.Instant,
): Promise<readonly ClaimedDelivery[]> {
  const free = await takeLanes(trx, lanes);
  if (free.length === 0) return [];
  const { rows } = await sql<ClaimedRow>`
    select chosen.* from unnest(
      ${free.map(({ installation }) => installation)}::text[],
      ${free.map(({ conversation }) => conversation)}::text[]
    ) as free (installation, conversation)
    cross join lateral (
      (select ${claimedColumns} from delivery
       where delivery.installation = free.installation and delivery.conversation = free.conversation
         and status = 'pending' and not_before <= now()
       order by created_at, id limit 1)
      union all
      (select ${claimedColumns} from delivery
       where delivery.installation = free.installation and delivery.conversation = free.conversation
         and status = 'sent' and shown_revision < revision and not_before <= now()
       order by created_at desc, id limit ${updatesPerClaim})
    ) as chosen`.execute(trx);
  await noteAttempt(trx, rows, now);
  await freeIdleLanes(trx, free, rows);
  const reminders = await readReminders(trx, rows);
  const closeouts = await readCloseoutIds(trx, rows);
  return rows.map((row) => toClaimed(row, reminders.get(row.id) ?? [], closeouts.get(row.id) ?? []));
}

type ClaimedRow = {
  readonly id: string;
  readonly installation: string;
  readonly conversation: string;
  readonly subject: Subject;
  readonly message: MessageRef | null;
  readonly pinned: boolean;
  readonly attempted_since: Temporal.Instant | null;
  readonly revision: number;
};

const claimedColumns = sql.raw(
  "id, delivery.installation, delivery.conversation, subject, message, pinned, attempted_since, revision",
);

async function takeLanes(trx: Transaction<Database>, lanes: readonly LaneRow[]): Promise<readonly LaneRow[]> {
  const { rows } = await sql<LaneRow>`
    insert into lane (installation, conversation, free_at)
    select installation, conversation, now() + ${leaseMs} * interval '1 ms'
    from unnest(
      ${lanes.map(({ installation }) => installation)}::text[],
      ${lanes.map(({ conversation }) => conversation)}::text[]
    ) as wanted (installation, conversation)
    group by installation, conversation
    order by installation, conversation
    on conflict (installation, conversation) do update set free_at = excluded.free_at
      where lane.free_at <= now()
    returning installation, conversation`.execute(trx);
  return rows;
}

async function noteAttempt(
  trx: Transaction<Database>,
  rows: readonly ClaimedRow[],
  now: Temporal.Instant,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update delivery
    set attempts = attempts + 1,
      attempted_since = case when message is null then coalesce(attempted_since, ${now}::timestamptz) end
    where id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(trx);
}

/** Lanes in which nothing wants work after all are not held. */
async function freeIdleLanes(
  trx: Transaction<Database>,
  taken: readonly LaneRow[],
  rows: readonly ClaimedRow[],
): Promise<void> {
  const busy = new Set(rows.map(laneName));
  await restLanes(
    trx,
    taken.filter((lane) => !busy.has(laneName(lane))).map((lane) => ({ ...lane, restMs: 0 })),
  );
}

function laneName({ installation, conversation }: LaneRow): string {
  return `${installation} ${conversation}`;
}

/** Frees lanes after a rest, and lets the sweep look at them again. */
async function restLanes(
  trx: Transaction<Database>,
  lanes: readonly (LaneRow & { readonly restMs: number })[],
): Promise<void> {
  if (lanes.length === 0) return;
  await sql`
    update lane
    set free_at = now() + rest.ms * interval '1 ms', nudged_until = '-infinity'
    from unnest(
      ${lanes.map(({ installation }) => installation)}::text[],
      ${lanes.map(({ conversation }) => conversation)}::text[],
      ${lanes.map(({ restMs }) => Math.round(restMs))}::integer[]
    ) as rest (installation, conversation, ms)
    where lane.installation = rest.installation and lane.conversation = rest.conversation`.execute(trx);
}

async function readReminders(
  trx: Transaction<Database>,
  rows: readonly ClaimedRow[],
): Promise<ReadonlyMap<string, readonly Reminder[]>> {
  const digests = rows.filter(({ subject }) => subject.kind === "digest").map(({ id }) => id);
  if (digests.length === 0) return new Map();
  const reminders = await trx
    .selectFrom("reminder")
    .selectAll()
    .where("delivery_id", "=", sql<string>`any(${digests}::uuid[])`)
    .orderBy("moment")
    .execute();
  return new Map(
    [...Map.groupBy(reminders, (row) => row.delivery_id)].map(([id, group]) => [
      id,
      group.map((row) => ({ occurrence: toOccurrence(row), announcedAt: row.announced_at })),
    ]),
  );
}

async function readCloseoutIds(
  trx: Transaction<Database>,
  rows: readonly ClaimedRow[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (rows.length === 0) return new Map();
  const links = await trx
    .selectFrom("delivery_closeout")
    .selectAll()
    .where("delivery_id", "=", sql<string>`any(${rows.map(({ id }) => id)}::uuid[])`)
    .execute();
  return new Map(
    [...Map.groupBy(links, (link) => link.delivery_id)].map(([id, group]) => [
      id,
      group.map((link) => link.closeout_id),
    ]),
  );
}

function toClaimed(
  row: ClaimedRow,
  reminders: readonly Reminder[],
  closeoutIds: readonly string[],
): ClaimedDelivery {
  return {
    ...toLane(row),
    id: row.id,
    closeoutIds,
    subject: row.subject,
    message: row.message ?? undefined,
    pinned: row.pinned,
    attemptedSince: row.attempted_since ?? undefined,
    revision: row.revision,
    reminders,
  };
}

async function settle(
  trx: Transaction<Database>,
  outcomes: readonly Settled[],
  betweenPostsMs: number,
): Promise<void> {
  const sent = outcomes.filter((outcome) => outcome.kind === "sent");
  if (sent.length > 0) {
    await sql`
      update delivery
      set status = 'sent', message = sent.message, shown_revision = sent.revision, pinned = sent.pinned,
        attempted_since = null
      from unnest(
        ${sent.map(({ delivery }) => delivery.id)}::uuid[],
        ${sent.map(({ message }) => JSON.stringify(message))}::jsonb[],
        ${sent.map(({ delivery }) => delivery.revision)}::integer[],
        ${sent.map(({ pinned }) => pinned)}::boolean[]
      ) as sent (id, message, revision, pinned)
      where delivery.id = sent.id and delivery.status <> 'refused'`.execute(trx);
  }
  const lost = outcomes.filter((outcome) => outcome.kind === "lost");
  if (lost.length > 0) {
    await trx
      .updateTable("delivery")
      .set({ status: "pending", message: null, shown_revision: 0, pinned: false, attempted_since: null })
      .where("id", "=", sql<string>`any(${lost.map(({ delivery }) => delivery.id)}::uuid[])`)
      .execute();
  }
  const waiting = outcomes.filter((outcome) => outcome.kind === "later" || outcome.kind === "uncertain");
  if (waiting.length > 0) {
    await sql`
      update delivery
      set not_before = now() + waiting.ms * interval '1 ms',
        attempted_since = case when waiting.absent then null else attempted_since end
      from unnest(
        ${waiting.map(({ delivery }) => delivery.id)}::uuid[],
        ${waiting.map(({ afterMs }) => Math.round(afterMs))}::integer[],
        ${waiting.map(({ kind }) => kind === "later")}::boolean[]
      ) as waiting (id, ms, absent)
      where delivery.id = waiting.id`.execute(trx);
  }
  await restLanes(trx, restsAfter(outcomes, betweenPostsMs));
}

/** The longest rest that any outcome in a lane asks for: the platform's own word, or the pace of new messages. */
function restsAfter(outcomes: readonly Settled[], betweenPostsMs: number) {
  const byLane = Map.groupBy(outcomes, ({ delivery }) => laneName(laneRow(delivery)));
  return [...byLane.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const rests = group.map((outcome) => {
      if (outcome.kind === "later" || outcome.kind === "uncertain") return outcome.afterMs;
      return outcome.delivery.message === undefined ? betweenPostsMs : 0;
    });
    return [{ ...laneRow(first.delivery), restMs: Math.max(...rests) }];
  });
}

async function refuse(
  trx: Transaction<Database>,
  clock: Clock,
  delivery: ClaimedDelivery,
  reason: string,
): Promise<readonly Lane[]> {
  const closeouts = await trx
    .selectFrom("closeout")
    .select(closeoutColumns)
    .where("id", "=", sql<string>`any(${delivery.closeoutIds}::uuid[])`)
    .orderBy("id")
    .forUpdate()
    .execute();
  const refused = await trx
    .updateTable("delivery")
    .set({ status: "refused", attempted_since: null })
    .where("id", "=", delivery.id)
    .where("status", "!=", "refused")
    .returning("id")
    .executeTakeFirst();
  await restLanes(trx, [{ ...laneRow(delivery), restMs: 0 }]);
  if (refused === undefined) return [];
  const conversation = conversationKey(delivery.conversation);
  const data = { delivery: delivery.id, about: delivery.subject.kind, conversation, reason };
  await appendEntries(
    trx,
    clock,
    closeouts.map((row) => ({
      closeoutId: row.id,
      head: { seq: row.ledger_seq, hash: row.ledger_hash },
      entries: [{ actor: system, kind: "delivery.refused" as const, data }],
    })),
  );
  const told = closeouts.map(toCloseout).flatMap((closeout) => noticeToOwner(closeout, delivery, reason));
  await insertDeliveries(trx, clock.now(), told);
  return told.map(({ installation, conversation: to }) => ({ installation, conversation: to }));
}

/** An owner who cannot be reached is not told, in the same conversation, that they could not be reached. */
function noticeToOwner(
  { id, installation, owner }: Closeout,
  { subject, conversation }: ClaimedDelivery,
  reason: string,
): readonly DeliveryToInsert[] {
  const toOwner: Conversation = { kind: "direct", user: owner };
  if (subject.kind === "undelivered" || conversationKey(conversation) === conversationKey(toOwner)) return [];
  return [
    {
      id: randomUUID(),
      installation,
      conversation: toOwner,
      subject: { kind: "undelivered", about: subject.kind, conversation, reason },
      closeoutIds: [id],
    },
  ];
}
