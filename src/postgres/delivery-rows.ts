import type { Kysely } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Lane, NewDelivery } from "../ports.ts";
import { laneRow } from "./rows.ts";
import type { Database } from "./schema/schema.ts";

/** A delivery to be written, with the closeouts that it speaks of. */
export type DeliveryToInsert = NewDelivery & Lane & { readonly closeoutIds: readonly string[] };

/** Writes outgoing messages into the outbox, in the caller's transaction. */
export async function insertDeliveries(
  transaction: Kysely<Database>,
  createdAt: Temporal.Instant,
  deliveries: readonly DeliveryToInsert[],
): Promise<void> {
  if (deliveries.length === 0) return;
  await transaction
    .insertInto("delivery")
    .values(
      deliveries.map((delivery, index) => ({
        id: delivery.id,
        ...laneRow(delivery),
        subject: JSON.stringify(delivery.subject),
        attempted_since: null,
        // Those of one post keep their order within a conversation.
        created_at: createdAt.add({ microseconds: index }),
      })),
    )
    .execute();
  const links = deliveries.flatMap(({ id, closeoutIds }) =>
    closeoutIds.map((closeoutId) => ({ delivery_id: id, closeout_id: closeoutId })),
  );
  // An offer to start a closeout speaks of none.
  if (links.length > 0) await transaction.insertInto("delivery_closeout").values(links).execute();
}
