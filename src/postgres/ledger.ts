import { type Kysely, sql } from "kysely";
import type { Closeout } from "../domain/closeout.ts";
import { hashEntry, type LedgerEntry } from "../domain/ledger.ts";
import type { Clock, NewEntry } from "../ports.ts";
import type { Database } from "./schema.ts";

/** Where a closeout's chain ends. Read under the lock of the closeout's row, so that nobody else can append meanwhile. */
export type LedgerHead = { readonly seq: number; readonly hash: string };

/** Rows a statement; PostgreSQL takes 65,535 values in one. */
const batch = 4_000;

/** New entries for one closeout whose row the transaction holds. */
export type Append = {
  readonly closeoutId: Closeout["id"];
  readonly head: LedgerHead;
  readonly entries: readonly NewEntry[];
};

/**
 * Chains new entries onto the ledgers of closeouts and moves their heads, in few statements for any number of closeouts.
 * @returns the new heads, in the order of `appends`.
 */
export async function appendEntries(
  transaction: Kysely<Database>,
  clock: Clock,
  appends: readonly Append[],
): Promise<readonly LedgerHead[]> {
  const at = clock.now().toString();
  const chained = appends.map((append) => chain(append, at));
  const rows = chained.flatMap(({ links }) => links.map(({ entry, hash }) => toRow(entry, hash)));
  for (let from = 0; from < rows.length; from += batch) {
    await transaction
      .insertInto("ledger_entry")
      .values(rows.slice(from, from + batch))
      .execute();
  }
  await moveHeads(transaction, chained);
  return chained.map(({ head }) => head);
}

async function moveHeads(
  transaction: Kysely<Database>,
  moved: readonly { readonly closeoutId: string; readonly head: LedgerHead }[],
): Promise<void> {
  await sql`
    update closeout set ledger_seq = moved.seq, ledger_hash = moved.hash
    from unnest(
      ${moved.map(({ closeoutId }) => closeoutId)}::uuid[],
      ${moved.map(({ head }) => head.seq)}::integer[],
      ${moved.map(({ head }) => head.hash)}::text[]
    ) as moved (id, seq, hash)
    where closeout.id = moved.id`.execute(transaction);
}

function chain({ closeoutId, head, entries }: Append, at: string) {
  let end = head;
  const links: { entry: LedgerEntry; hash: string }[] = [];
  for (const { actor, kind, data } of entries) {
    const entry: LedgerEntry = {
      closeout: closeoutId,
      seq: end.seq + 1,
      at,
      actor,
      kind,
      data,
      prev: end.hash,
    };
    end = { seq: entry.seq, hash: hashEntry(entry) };
    links.push({ entry, hash: end.hash });
  }
  return { closeoutId, head: end, links };
}

function toRow(entry: LedgerEntry, hash: string) {
  const { closeout, seq, at, actor, kind, data, prev } = entry;
  return {
    closeout_id: closeout,
    seq,
    at,
    actor: JSON.stringify(actor),
    kind,
    data: JSON.stringify(data),
    prev,
    hash,
  };
}
