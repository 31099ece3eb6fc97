import { type Kysely, sql } from "kysely";
import type { Closeout } from "../domain/closeout.ts";
import type { LedgerHead } from "../domain/ledger/ledger-check.ts";
import { canonicalParts, entryLine, hashLine } from "../domain/ledger/ledger-line.ts";
import type { Clock, NewEntry } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** New entries for one closeout whose row the transaction holds. */
export type Append = {
  readonly closeoutId: Closeout["id"];
  /** Read under the lock of the closeout's row, so that nobody else can append meanwhile. */
  readonly head: LedgerHead;
  readonly entries: readonly NewEntry[];
};

/**
 * Chains new entries onto the ledgers of closeouts and moves their heads, in one statement for any number of closeouts.
 * @returns the new heads, in the order of `appends`.
 */
export async function appendEntries(
  transaction: Kysely<Database>,
  clock: Clock,
  appends: readonly Append[],
): Promise<readonly LedgerHead[]> {
  const at = clock.now().toString();
  const chained = appends.map((append) => chain(append, at));
  const moved = chained.filter(({ rows }) => rows.length > 0);
  const rows = moved.flatMap((one) => one.rows);
  if (rows.length === 0) return chained.map(({ head }) => head);
  await sql`
    with moved as (
      update closeout set ledger_seq = head.seq, ledger_hash = head.hash
      from unnest(
        ${moved.map(({ closeoutId }) => closeoutId)}::uuid[],
        ${moved.map(({ head }) => head.seq)}::integer[],
        ${moved.map(({ head }) => head.hash)}::text[]
      ) as head (id, seq, hash)
      where closeout.id = head.id
    )
    insert into ledger_entry (closeout_id, seq, at, actor, kind, data, prev, hash)
    select * from unnest(
      ${rows.map(({ closeout }) => closeout)}::uuid[],
      ${rows.map(({ seq }) => seq)}::integer[],
      ${rows.map((row) => row.at)}::text[],
      ${rows.map(({ actor }) => actor)}::json[],
      ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ data }) => data)}::json[],
      ${rows.map(({ prev }) => prev)}::text[],
      ${rows.map(({ hash }) => hash)}::text[]
    )`.execute(transaction);
  return chained.map(({ head }) => head);
}

function chain({ closeoutId, head, entries }: Append, at: string) {
  let end = head;
  const rows = entries.map((entry) => {
    const link = { closeout: closeoutId, seq: end.seq + 1, at, kind: entry.kind, prev: end.hash };
    const parts = canonicalParts(entry);
    end = { seq: link.seq, hash: hashLine(entryLine(link, parts)) };
    return { ...link, ...parts, hash: end.hash };
  });
  return { closeoutId, head: end, rows };
}
