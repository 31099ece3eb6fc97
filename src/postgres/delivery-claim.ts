import { sql, type Transaction } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { ClaimedDelivery, MessageRef, Reminder, Subject } from "../ports.ts";
import { type LaneRow, laneName, restLanes, takeLanes } from "./lanes.ts";
import { toLane, toOccurrence } from "./rows.ts";
import type { Database } from "./schema/schema.ts";

/** At most so many updates of older messages are taken with one claim of a lane. */
const updatesPerClaim = 5;

/**
 * What of a lane wants work now: the oldest message that was not sent yet, or where there is none, some of those that show an
 * older state. News come first, in all lanes: whoever waits for a reminder does not wait for the cards of others.
 */
export async function claimDeliveries(
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
         and not exists (
           select from delivery as news
           where news.installation = free.installation and news.conversation = free.conversation
             and news.status = 'pending' and news.not_before <= now()
         )
       order by created_at desc, id limit ${updatesPerClaim})
    ) as chosen`.execute(trx);
  await noteAttempt(trx, rows, now);
  await freeIdleLanes(trx, free, rows);
  const reminders = await readReminders(trx, rows);
  const closeouts = await readCloseoutIds(trx, rows);
  const threads = await readThreads(trx, rows);
  return rows.map((row) => ({
    ...toClaimed(row, reminders.get(row.id) ?? [], closeouts.get(row.id) ?? []),
    thread: threads.get(row.id),
  }));
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
    .orderBy("closeout_id")
    .execute();
  return new Map(
    [...Map.groupBy(links, (link) => link.delivery_id)].map(([id, group]) => [
      id,
      group.map((link) => link.closeout_id),
    ]),
  );
}

/** The first message of each delivery's thread, as far as it is there or still to come. */
async function readThreads(
  trx: Transaction<Database>,
  rows: readonly ClaimedRow[],
): Promise<ReadonlyMap<string, MessageRef | "waiting">> {
  const parents = new Map(
    rows.flatMap(({ id, subject }) =>
      "threadOf" in subject && subject.threadOf !== undefined ? [[id, subject.threadOf]] : [],
    ),
  );
  if (parents.size === 0) return new Map();
  const found = await trx
    .selectFrom("delivery")
    .select(["id", "message", "status"])
    .where("id", "=", sql<string>`any(${[...parents.values()]}::uuid[])`)
    .execute();
  const byId = new Map(found.map((parent) => [parent.id, parent]));
  const threads = new Map<string, MessageRef | "waiting">();
  for (const [id, parentId] of parents) {
    const parent = byId.get(parentId);
    if (parent?.message) threads.set(id, parent.message);
    else if (parent?.status === "pending") threads.set(id, "waiting");
  }
  return threads;
}

function toClaimed(
  row: ClaimedRow,
  reminders: readonly Reminder[],
  closeoutIds: readonly string[],
): Omit<ClaimedDelivery, "thread"> {
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
