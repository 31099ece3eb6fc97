import { sql, type Transaction } from "kysely";
import type { Settled } from "../ports.ts";
import { laneName, restLanes } from "./lanes.ts";
import { laneRow } from "./rows.ts";
import type { Database } from "./schema/schema.ts";

/** Writes what became of claimed deliveries, and frees their lanes after the rest that each outcome asks for. */
export async function settleDeliveries(
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
