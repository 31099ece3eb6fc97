import { randomUUID } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { Closeout } from "../domain/closeout.ts";
import { type Conversation, conversationKey } from "../domain/conversation.ts";
import { system } from "../domain/identity.ts";
import type { ClaimedDelivery, Clock, Lane } from "../ports.ts";
import { type DeliveryToInsert, insertDeliveries } from "./delivery-rows.ts";
import { restLanes } from "./lanes.ts";
import { appendEntries } from "./ledger.ts";
import { closeoutColumns, laneRow, toCloseout } from "./rows.ts";
import type { Database } from "./schema/schema.ts";

/** Ends a delivery that the platform will never take: in the ledgers concerned, and with a word to their owners. */
export async function refuseDelivery(
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
