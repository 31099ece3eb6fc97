import { type Kysely, type SqlBool, sql } from "kysely";
import type { StoredLine } from "../domain/ledger/ledger-check.ts";
import type { LedgerActor, LedgerFilter, Ledgers, Signer } from "../ports.ts";
import { readSignatures, signDueHeads } from "./ledger-signatures.ts";
import { retryTransient } from "./retry.ts";
import type { Database } from "./schema/schema.ts";

/** Entries read at once. The next are fetched while these are at work. */
const batchSize = 1_000;

/** Whole ledgers in PostgreSQL. */
export function createLedgers(db: Kysely<Database>, signer: Signer): Ledgers {
  return {
    read: (closeoutId, work) =>
      db
        .transaction()
        .setIsolationLevel("repeatable read")
        .setAccessMode("read only")
        .execute(async (trx) => {
          const row = await trx
            .selectFrom("closeout")
            .select(["ledger_seq as seq", "ledger_hash as hash"])
            .where("id", "=", closeoutId)
            .executeTakeFirst();
          if (row === undefined) return undefined;
          return await work({
            head: row,
            signatures: await readSignatures(trx, closeoutId),
            keys: await readKeys(trx),
            batches: () => readBatches(trx, closeoutId),
          });
        }),

    async page(closeoutId, filter, { number, size, upTo }) {
      const newest = upTo ?? (await newestOf(db, closeoutId));
      const fitting = db
        .selectFrom("ledger_entry")
        .where("closeout_id", "=", closeoutId)
        .where("seq", "<=", newest)
        .where(fits(filter));
      const { total } = await fitting
        .select(({ fn }) => fn.countAll<number>().as("total"))
        .executeTakeFirstOrThrow();
      const shown = Math.max(0, Math.min(number, Math.ceil(total / size) - 1));
      const rows = await fitting
        .selectAll()
        .orderBy("seq", "desc")
        .offset(shown * size)
        .limit(size)
        .execute();
      const entries = rows.map(({ closeout_id, hash, ...entry }) => ({
        entry: { closeout: closeout_id, ...entry },
        hash,
      }));
      return { entries, total, number: shown, upTo: newest };
    },

    keys: () => readKeys(db),

    signDue: (now, limit) => retryTransient(() => signDueHeads(db, signer, now, limit)),
  };
}

async function newestOf(db: Kysely<Database>, closeoutId: string): Promise<number> {
  const row = await db
    .selectFrom("closeout")
    .select("ledger_seq")
    .where("id", "=", closeoutId)
    .executeTakeFirst();
  return row?.ledger_seq ?? 0;
}

async function readKeys(db: Kysely<Database>) {
  return await db.selectFrom("signing_key").select(["id", "pem"]).orderBy("first_used_at", "desc").execute();
}

function fits({ by, items, kinds }: LedgerFilter) {
  return sql<SqlBool>`
    ${by === undefined ? sql`true` : doneBy(by)}
    and ${kinds === undefined ? sql`true` : sql`kind = any(${kinds}::text[])`}
    and ${items === undefined ? sql`true` : speaksOf(items)}`;
}

function doneBy(by: readonly LedgerActor[]) {
  const users = by.flatMap((one) => ("user" in one ? [one.user] : []));
  const names = by.flatMap((one) => ("name" in one ? [one.name.toLowerCase()] : []));
  const system = by.some((one) => "system" in one);
  return sql`(
    actor->>'user' = any(${users}::text[])
    or lower(actor->>'name') = any(${names}::text[])
    or (${system}::boolean and actor->>'system' is not null)
  )`;
}

/** Of the item itself, of the infrastructure task that it stands for, or of its reminders. */
function speaksOf(items: readonly string[]) {
  return sql`(
    upper(data->>'item') = any(${items}::text[])
    or upper(data->>'task') = any(${items}::text[])
    or exists (
      select from json_array_elements(case when kind = 'reminders.announced' then data->'announced' end) said
      where upper(said->>'item') = any(${items}::text[])
    )
  )`;
}

/** Never stands in JSON, so that it parts lines whatever they hold. */
const separator = "\u001e";

type Batch = { readonly lines: string | null; readonly hashes: string | null };

async function* readBatches(
  db: Kysely<Database>,
  closeoutId: string,
): AsyncGenerator<readonly StoredLine[], void> {
  let after = await seqBefore(db, closeoutId, 0);
  let next = after === undefined ? undefined : readBatch(db, closeoutId, after);
  while (after !== undefined && next !== undefined) {
    const { lines, hashes } = await next;
    // Where entries are missing, a step finds nothing; what stands beyond the gap is looked for.
    after = lines === null ? await seqBefore(db, closeoutId, after) : after + batchSize;
    next = after === undefined ? undefined : readBatch(db, closeoutId, after);
    // Whoever stops early must not leave a rejection that nobody hears.
    next?.catch(() => undefined);
    if (lines === null || hashes === null) continue;
    const stored = hashes.split(separator);
    yield lines.split(separator).map((line, index) => ({ line, hash: stored[index] ?? "" }));
  }
}

/** The number before the first entry that stands after one; `undefined` when there is none. */
async function seqBefore(
  db: Kysely<Database>,
  closeoutId: string,
  after: number,
): Promise<number | undefined> {
  const row = await db
    .selectFrom("ledger_entry")
    .select(({ fn }) => fn.min("seq").as("seq"))
    .where("closeout_id", "=", closeoutId)
    .where("seq", ">", after)
    .executeTakeFirst();
  const first = row?.seq ?? undefined;
  return first === undefined ? undefined : first - 1;
}

/**
 * Entries by a span of numbers, which needs no statistics to be quick. Each is put together by the server from its columns in the
 * order of their names: the text that was hashed, for actor and data are kept in canonical form.
 */
async function readBatch(db: Kysely<Database>, closeoutId: string, after: number): Promise<Batch> {
  const { rows } = await sql<Batch>`
    select string_agg(line, ${separator} order by seq) as lines,
      string_agg(hash, ${separator} order by seq) as hashes
    from (
      select seq, hash, '{"actor":' || actor::text || ',"at":"' || at || '","closeout":"' || closeout_id::text
        || '","data":' || data::text || ',"kind":"' || kind || '","prev":"' || prev || '","seq":' || seq::text || '}' as line
      from ledger_entry
      where closeout_id = ${closeoutId} and seq > ${after} and seq <= ${after + batchSize}
    ) batch`.execute(db);
  return rows[0] ?? { lines: null, hashes: null };
}
