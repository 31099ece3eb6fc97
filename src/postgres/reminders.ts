import { randomUUID } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Occurrence } from "../domain/checklist/occurrence.ts";
import { conversationKey } from "../domain/conversation.ts";
import { installationKey } from "../domain/identity.ts";
import type { LedgerHead } from "../domain/ledger/ledger-check.ts";
import type { Announcement, Clock, DueCloseout, Lane, Reminders } from "../ports.ts";
import { type DeliveryToInsert, insertDeliveries } from "./delivery-rows.ts";
import { laneName } from "./lanes.ts";
import { appendEntries } from "./ledger.ts";
import { closeoutColumns, laneRow, toCloseout, toItem, toLane, toOccurrence } from "./rows.ts";
import type { Database } from "./schema/schema.ts";

/** So many due reminders are looked at to find the closeouts of one sweep; those beyond come with the next. */
const lookAhead = 5_000;

/** The sweep's side of the store. */
export function createReminders(db: Kysely<Database>, clock: Clock): Reminders {
  return {
    announceDue: (now, limit, decide) =>
      db.transaction().execute(async (trx) => {
        const locked = await lockDueCloseouts(trx, now, limit);
        if (locked.length === 0) return { closeouts: 0, lanes: [] };
        const due = await readDue(trx, now, locked);
        const announcements = decide(due);
        await planOccurrences(trx, announcements);
        await settleOccurrences(trx, announcements);
        const lanes = await writeDigests(trx, now, due, announcements);
        const cards = await makeCardsStale(trx, announcements);
        await appendEntries(
          trx,
          clock,
          announcements.map(({ closeoutId, entry }) => ({
            closeoutId,
            head: headOf(locked, closeoutId),
            entries: [entry],
          })),
        );
        return { closeouts: locked.length, lanes: distinctLanes([...lanes, ...cards]) };
      }),
  };
}

type LockedCloseout = Awaited<ReturnType<typeof lockDueCloseouts>>[number];

/** Closeouts that another sweep or a click holds at this moment are left to the next sweep. */
async function lockDueCloseouts(trx: Transaction<Database>, now: Temporal.Instant, limit: number) {
  const due = trx
    .selectFrom("occurrence")
    .select("closeout_id")
    .where("status", "=", "waiting")
    .where("moment", "<=", now)
    .orderBy("moment")
    .limit(lookAhead);
  return trx
    .selectFrom("closeout")
    .select(closeoutColumns)
    .where("id", "in", trx.selectFrom(due.as("due")).select("closeout_id").distinct())
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

async function readDue(
  trx: Transaction<Database>,
  now: Temporal.Instant,
  locked: readonly LockedCloseout[],
): Promise<readonly DueCloseout[]> {
  const ids = sql<string>`any(${locked.map(({ id }) => id)}::uuid[])`;
  const occurrences = await trx
    .selectFrom("occurrence")
    .selectAll()
    .where("closeout_id", "=", ids)
    .where("status", "=", "waiting")
    .where("moment", "<=", now)
    .orderBy("moment")
    .execute();
  const items = await trx
    .selectFrom("item")
    .selectAll()
    .where("closeout_id", "=", ids)
    .where("id", "=", sql<string>`any(${[...new Set(occurrences.map((row) => row.item_id))]}::text[])`)
    .orderBy("position")
    .execute();
  const itemsOf = Map.groupBy(items.map(toItem), ({ closeoutId }) => closeoutId);
  const dueOf = Map.groupBy(occurrences.map(toOccurrence), ({ closeoutId }) => closeoutId);
  // A closeout that another sweep finished between our looking and our locking has nothing left to announce.
  return locked
    .filter(({ id }) => dueOf.has(id))
    .map((row) => ({
      closeout: toCloseout(row),
      items: itemsOf.get(row.id) ?? [],
      due: dueOf.get(row.id) ?? [],
    }));
}

function headOf(locked: readonly LockedCloseout[], closeoutId: string): LedgerHead {
  const row = locked.find(({ id }) => id === closeoutId);
  if (row === undefined) throw new TypeError(`Closeout ${closeoutId} was announced but not locked`);
  return { seq: row.ledger_seq, hash: row.ledger_hash };
}

async function settleOccurrences(
  trx: Transaction<Database>,
  announcements: readonly Announcement[],
): Promise<void> {
  const settled = announcements.flatMap(({ announced, dropped }) => [
    ...announced.map((occurrence) => ({ ...occurrence, status: "announced" })),
    ...dropped.map((occurrence) => ({ ...occurrence, status: "dropped" })),
  ]);
  await sql`
    update occurrence set status = settled.status
    from unnest(
      ${settled.map(({ closeoutId }) => closeoutId)}::uuid[],
      ${settled.map(({ itemId }) => itemId)}::text[],
      ${settled.map(({ kind }) => kind)}::text[],
      ${settled.map(({ moment }) => moment)}::timestamptz[],
      ${settled.map(({ status }) => status)}::text[]
    ) as settled (closeout_id, item_id, kind, moment, status)
    where occurrence.closeout_id = settled.closeout_id
      and occurrence.item_id = settled.item_id
      and occurrence.kind = settled.kind
      and occurrence.moment = settled.moment`.execute(trx);
}

/** By arrays, for catching up after a long absence takes more rows than a statement has parameters. */
async function planOccurrences(
  trx: Transaction<Database>,
  announcements: readonly Announcement[],
): Promise<void> {
  const planned = announcements.flatMap((announcement) => announcement.planned);
  await sql`
    insert into occurrence (closeout_id, item_id, kind, moment)
    select * from unnest(
      ${planned.map(({ closeoutId }) => closeoutId)}::uuid[],
      ${planned.map(({ itemId }) => itemId)}::text[],
      ${planned.map(({ kind }) => kind)}::text[],
      ${planned.map(({ moment }) => moment)}::timestamptz[]
    )
    on conflict do nothing`.execute(trx);
}

/** One delivery per conversation, with every reminder that goes there in this sweep. */
async function writeDigests(
  trx: Transaction<Database>,
  now: Temporal.Instant,
  due: readonly DueCloseout[],
  announcements: readonly Announcement[],
): Promise<readonly Lane[]> {
  const installationOf = new Map(due.map(({ closeout }) => [closeout.id, closeout.installation]));
  const reminders = announcements.flatMap((announcement) =>
    announcement.reminders.map((reminder) => ({
      ...reminder,
      installation: installationOf.get(announcement.closeoutId) ?? unknownCloseout(announcement.closeoutId),
    })),
  );
  const byLane = Map.groupBy(
    reminders,
    ({ installation, conversation }) => `${installationKey(installation)} ${conversationKey(conversation)}`,
  );
  const digests = [...byLane.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const delivery: DeliveryToInsert = {
      id: randomUUID(),
      installation: first.installation,
      conversation: first.conversation,
      subject: { kind: "digest", page: 0 },
      closeoutIds: [...new Set(group.map(({ occurrence }) => occurrence.closeoutId))],
    };
    return [{ delivery, occurrences: group.map(({ occurrence }) => occurrence) }];
  });
  await insertDeliveries(
    trx,
    now,
    digests.map(({ delivery }) => delivery),
  );
  await insertReminders(
    trx,
    now,
    digests.flatMap(({ delivery, occurrences }) =>
      occurrences.map((occurrence) => ({ delivery, occurrence })),
    ),
  );
  return digests.map(({ delivery: { installation, conversation } }) => ({ installation, conversation }));
}

/** By arrays as well. */
async function insertReminders(
  trx: Transaction<Database>,
  now: Temporal.Instant,
  reminders: readonly { readonly delivery: DeliveryToInsert; readonly occurrence: Occurrence }[],
): Promise<void> {
  await sql`
    insert into reminder (closeout_id, item_id, kind, moment, conversation, delivery_id, announced_at)
    select *, ${now}::timestamptz from unnest(
      ${reminders.map(({ occurrence }) => occurrence.closeoutId)}::uuid[],
      ${reminders.map(({ occurrence }) => occurrence.itemId)}::text[],
      ${reminders.map(({ occurrence }) => occurrence.kind)}::text[],
      ${reminders.map(({ occurrence }) => occurrence.moment)}::timestamptz[],
      ${reminders.map(({ delivery }) => conversationKey(delivery.conversation))}::text[],
      ${reminders.map(({ delivery }) => delivery.id)}::uuid[]
    )`.execute(trx);
}

/** What is overdue shows on the card too. */
async function makeCardsStale(
  trx: Transaction<Database>,
  announcements: readonly Announcement[],
): Promise<readonly Lane[]> {
  const rows = await trx
    .updateTable("delivery")
    .from("delivery_closeout")
    .set({ revision: sql`revision + 1` })
    .whereRef("delivery.id", "=", "delivery_closeout.delivery_id")
    .where(
      "delivery_closeout.closeout_id",
      "=",
      sql<string>`any(${announcements.map((a) => a.closeoutId)}::uuid[])`,
    )
    .where(sql`delivery.subject->>'kind'`, "=", "card")
    .where("delivery.status", "!=", "refused")
    .returning(["delivery.installation", "delivery.conversation"])
    .execute();
  return rows.map(toLane);
}

/** A digest and the card that it makes stale mostly stand in the same conversation. */
function distinctLanes(lanes: readonly Lane[]): readonly Lane[] {
  return [...new Map(lanes.map((lane) => [laneName(laneRow(lane)), lane])).values()];
}

function unknownCloseout(closeoutId: string): never {
  throw new TypeError(`Closeout ${closeoutId} was announced but not locked`);
}
