import { type Kysely, sql } from "kysely";
import type { Closeout } from "../domain/closeout.ts";
import type { LedgerHead } from "../domain/ledger-check.ts";
import { canonicalParts, entryLine, hashLine } from "../domain/ledger-line.ts";
import type { Clock, NewEntry } from "../ports.ts";
import type { Database } from "./schema.ts";

/** Rows a statement; PostgreSQL takes 65,535 values in one. */
const batch = 4_000;

/** New entries for one closeout whose row the transaction holds. */
export type Append = {
  readonly closeoutId: Closeout["id"];
  /** Read under the lock of the closeout's row, so that nobody else can append meanwhile. */
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
  const rows = chained.flatMap((one) => one.rows);
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
  const rows = entries.map((entry) => {
    const link = { closeout: closeoutId, seq: end.seq + 1, at, kind: entry.kind, prev: end.hash };
    const parts = canonicalParts(entry);
    end = { seq: link.seq, hash: hashLine(entryLine(link, parts)) };
    const { closeout: closeout_id, ...columns } = link;
    return { closeout_id, ...columns, ...parts, hash: end.hash };
  });
  return { closeoutId, head: end, rows };
}
