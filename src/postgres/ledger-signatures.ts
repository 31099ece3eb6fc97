import { type Kysely, sql, type Transaction } from "kysely";
import type { Temporal } from "temporal-polyfill";
import {
  type HeadStatement,
  headStatementText,
  nextSigning,
  type SignedHead,
} from "../domain/ledger/ledger-signature.ts";
import type { Signer } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** A head to be signed, before it is known when and by which key. */
type HeadToSign = Omit<HeadStatement, "at" | "key">;

/** Signs heads and keeps the key beside them, so that whoever has the signatures has what they are checked by. */
export async function signHeads(
  trx: Transaction<Database>,
  now: Temporal.Instant,
  signer: Signer,
  heads: readonly HeadToSign[],
): Promise<void> {
  if (heads.length === 0) return;
  const { id, pem } = signer.key;
  await trx
    .insertInto("signing_key")
    .values({ id, pem, first_used_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const at = now.toString();
  const signed = heads.map((head) => signOne({ ...head, at, key: id }, signer));
  await sql`
    insert into ledger_signature (closeout_id, seq, hash, at, why, key_id, signature)
    select * from unnest(
      ${signed.map(({ closeout }) => closeout)}::uuid[],
      ${signed.map(({ seq }) => seq)}::integer[],
      ${signed.map(({ hash }) => hash)}::text[],
      ${signed.map((head) => head.at)}::text[],
      ${signed.map(({ why }) => why)}::text[],
      ${signed.map(({ key }) => key)}::text[],
      ${signed.map(({ signature }) => signature)}::text[]
    )
    on conflict do nothing`.execute(trx);
}

function signOne(statement: HeadStatement, signer: Signer): SignedHead {
  return { ...statement, signature: signer.sign(Buffer.from(headStatementText(statement))) };
}

/** All signatures over one ledger, in the order of their entries, then of time. */
export async function readSignatures(
  db: Kysely<Database>,
  closeoutId: string,
): Promise<readonly SignedHead[]> {
  const rows = await db
    .selectFrom("ledger_signature")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .orderBy("seq")
    .orderBy("at")
    .orderBy("why")
    .execute();
  return rows.map(({ closeout_id, key_id, ...rest }) => ({ closeout: closeout_id, key: key_id, ...rest }));
}

/** See `Ledgers.signDue`. The rows are locked, so that no other process signs them, nor appends meanwhile. */
export async function signDueHeads(
  db: Kysely<Database>,
  signer: Signer,
  now: Temporal.Instant,
  limit: number,
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom("closeout")
      .select(["id", "time_zone", "settings", "ledger_seq", "ledger_hash"])
      .select((eb) =>
        eb
          .selectFrom("ledger_signature")
          .select(({ fn }) => fn.max("seq").as("seq"))
          .whereRef("ledger_signature.closeout_id", "=", "closeout.id")
          .as("signed_seq"),
      )
      .where("status", "=", "open")
      .where("head_sign_at", "<=", now)
      .orderBy("head_sign_at")
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    if (due.length === 0) return 0;
    const moved = due.filter(({ ledger_seq, signed_seq }) => ledger_seq > (signed_seq ?? 0));
    await signHeads(
      trx,
      now,
      signer,
      moved.map((row) => ({
        closeout: row.id,
        seq: row.ledger_seq,
        hash: row.ledger_hash,
        why: "daily" as const,
      })),
    );
    await sql`
      update closeout set head_sign_at = planned.at
      from unnest(
        ${due.map(({ id }) => id)}::uuid[],
        ${due.map(({ settings, time_zone }) => nextSigning(now, { settings, timeZone: time_zone }))}::timestamptz[]
      ) as planned (id, at)
      where closeout.id = planned.id`.execute(trx);
    return due.length;
  });
}
