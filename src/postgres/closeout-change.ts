import { type Kysely, sql, type Transaction } from "kysely";
import type { SigningReason } from "../domain/ledger/ledger-signature.ts";
import type { Changed, Clock, CloseoutChange, Lane, NewEntry, Signer, Subject } from "../ports.ts";
import { actionItemChanges } from "./action-items.ts";
import { artifactWrites } from "./artifact-writes.ts";
import { baselineChanges } from "./baselines.ts";
import { budgetChanges } from "./budgets.ts";
import { bundleWrites } from "./bundles.ts";
import { certificateWrites } from "./certificates.ts";
import { closingChanges } from "./closings.ts";
import { decommissionWrites } from "./decommissions.ts";
import { insertDeliveries } from "./delivery-rows.ts";
import { insertDocument } from "./documents.ts";
import { handoverChanges } from "./handovers.ts";
import { appendEntries } from "./ledger.ts";
import { signHeads } from "./ledger-signatures.ts";
import { operationWrites } from "./operations.ts";
import { reportChanges } from "./reports.ts";
import { retroChanges } from "./retros.ts";
import { retryTransient } from "./retry.ts";
import {
  closeoutColumns,
  itemState,
  occurrenceRow,
  toCloseout,
  toItem,
  toLane,
  toOccurrence,
} from "./rows.ts";
import type { Database } from "./schema/schema.ts";
import { signoffWrites } from "./signoffs.ts";

/** There is no such closeout: a defect of the caller, who read its id from the store or from a signed message. */
export class NoSuchCloseout extends Error {
  override readonly name = "NoSuchCloseout";
  readonly code = "no_such_closeout";
  readonly retryable = false;
}

/**
 * Opens the one transaction in which a closeout changes: its row is locked first, so that changes of one closeout come one
 * after another and its ledger never forks. `work` may run again when the database was away, so it must do nothing but
 * decide and write through `change`.
 */
export async function changeCloseout<T>(
  db: Kysely<Database>,
  clock: Clock,
  signer: Signer,
  closeoutId: string,
  work: (change: CloseoutChange) => Promise<T>,
): Promise<Changed<T>> {
  return retryTransient(() =>
    db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom("closeout")
        .select(closeoutColumns)
        .where("id", "=", closeoutId)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw new NoSuchCloseout(`There is no closeout ${closeoutId}`);
      const entries: NewEntry[] = [];
      const signing = new Set<SigningReason>();
      const lanes: Lane[] = [];
      const result = await work({
        closeout: toCloseout(row),
        artifacts: artifactWrites(trx, closeoutId),
        ...itemWrites(trx, closeoutId),
        ...closeoutWrites(trx, closeoutId),
        baselines: baselineChanges(trx, closeoutId),
        bundles: bundleWrites(trx, closeoutId),
        budget: budgetChanges(trx, closeoutId),
        handover: handoverChanges(trx, closeoutId),
        closing: closingChanges(trx, closeoutId),
        operations: operationWrites(trx, closeoutId),
        certificates: certificateWrites(trx, closeoutId),
        signoffs: signoffWrites(trx, closeoutId),
        reports: reportChanges(trx, closeoutId),
        retro: retroChanges(trx, closeoutId),
        actionItems: actionItemChanges(trx, closeoutId),
        decommission: decommissionWrites(trx, closeoutId),
        saveDocument: (document) => insertDocument(trx, closeoutId, document),
        post: async (deliveries) => {
          const { installation } = toCloseout(row);
          await insertDeliveries(
            trx,
            clock.now(),
            deliveries.map((delivery) => ({ ...delivery, installation, closeoutIds: [closeoutId] })),
          );
          lanes.push(...deliveries.map(({ conversation }) => ({ installation, conversation })));
        },
        refreshAbout: async (subject) => {
          lanes.push(...(await makeAboutStale(trx, closeoutId, subject)));
        },
        record: async (entry) => {
          entries.push(entry);
        },
        signHead: async (why) => {
          signing.add(why);
        },
        refresh: async (itemIds) => {
          lanes.push(...(await makeStale(trx, closeoutId, itemIds)));
        },
      });
      const head = { seq: row.ledger_seq, hash: row.ledger_hash };
      const heads = await appendEntries(trx, clock, [{ closeoutId, head, entries }]);
      const signed = heads.flatMap((end) =>
        [...signing].map((why) => ({ closeout: closeoutId, ...end, why })),
      );
      await signHeads(trx, clock.now(), signer, signed);
      return { result, lanes };
    }),
  );
}

function itemWrites(trx: Transaction<Database>, closeoutId: string) {
  return {
    item: async (itemId) => {
      const row = await trx
        .selectFrom("item")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .where("id", "=", itemId)
        .executeTakeFirst();
      return row && toItem(row);
    },
    items: async () => {
      const rows = await trx
        .selectFrom("item")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .orderBy("position")
        .execute();
      return rows.map(toItem);
    },
    saveItem: async (item) => {
      await trx
        .updateTable("item")
        .set(itemState(item))
        .where("closeout_id", "=", closeoutId)
        .where("id", "=", item.id)
        .execute();
    },
    addNote: async (note) => {
      const added = await trx
        .insertInto("item_note")
        .values({
          id: note.id,
          closeout_id: note.closeoutId,
          item_id: note.itemId,
          written_by: JSON.stringify(note.by),
          at: note.at,
          kind: note.kind,
          text: note.text,
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returning("id")
        .executeTakeFirst();
      return added !== undefined;
    },
    reminders: async (itemId) => {
      const rows = await trx
        .selectFrom("occurrence")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .where("item_id", "=", itemId)
        .orderBy("moment")
        .execute();
      return {
        announced: rows.filter(({ status }) => status === "announced").map(toOccurrence),
        waiting: rows.filter(({ status }) => status === "waiting").map(toOccurrence),
      };
    },
    replan: async (itemId, occurrences) => {
      await trx
        .deleteFrom("occurrence")
        .where("closeout_id", "=", closeoutId)
        .where("item_id", "=", itemId)
        .where("status", "=", "waiting")
        .execute();
      if (occurrences.length === 0) return;
      // One that was dropped while the item was settled or snoozed waits again; one that was announced stays announced.
      await trx
        .insertInto("occurrence")
        .values(occurrences.map(occurrenceRow))
        .onConflict((conflict) =>
          conflict
            .columns(["closeout_id", "item_id", "kind", "moment"])
            .doUpdateSet({ status: "waiting" })
            .where("occurrence.status", "=", "dropped"),
        )
        .execute();
    },
  } satisfies Partial<CloseoutChange>;
}

function closeoutWrites(trx: Transaction<Database>, closeoutId: string) {
  return {
    saveSettings: async (settings) => {
      await trx
        .updateTable("closeout")
        .set({ settings: JSON.stringify(settings) })
        .where("id", "=", closeoutId)
        .execute();
    },
    saveRoles: async (roles) => {
      await trx
        .updateTable("closeout")
        .set({ roles: JSON.stringify(roles) })
        .where("id", "=", closeoutId)
        .execute();
    },
  } satisfies Partial<CloseoutChange>;
}

async function makeAboutStale(
  trx: Kysely<Database>,
  closeoutId: string,
  subject: Partial<Subject>,
): Promise<readonly Lane[]> {
  const { rows } = await sql<{ installation: string; conversation: string }>`
    update delivery set revision = revision + 1
    from delivery_closeout
    where delivery.id = delivery_closeout.delivery_id and delivery_closeout.closeout_id = ${closeoutId}
      and status <> 'refused' and subject @> ${JSON.stringify(subject)}::jsonb
    returning delivery.installation, delivery.conversation`.execute(trx);
  return rows.map(toLane);
}

/** Older messages stay as they were read; a click on one of them refreshes it. */
const keptCurrent = 6;

async function makeStale(
  trx: Kysely<Database>,
  closeoutId: string,
  itemIds: readonly string[],
): Promise<readonly Lane[]> {
  const { rows } = await sql<{ installation: string; conversation: string }>`
    update delivery set revision = revision + 1
    where status <> 'refused' and id in (
      select card.id
      from delivery_closeout join delivery card on card.id = delivery_closeout.delivery_id
      where delivery_closeout.closeout_id = ${closeoutId} and card.subject->>'kind' = 'card'
      union
      (select digest.id
       from delivery digest
       where digest.id in (
         select delivery_id from reminder where closeout_id = ${closeoutId} and item_id = any(${itemIds}::text[])
       )
       order by digest.created_at desc
       limit ${keptCurrent})
    )
    returning installation, conversation`.execute(trx);
  return rows.map(toLane);
}
