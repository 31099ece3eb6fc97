import { type Kysely, sql } from "kysely";

/** Signed heads, and entries kept as the very text that was hashed. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // jsonb forgets the order of members and the spelling of numbers; json keeps the canonical text, which verifying can hash as it is.
  `alter table ledger_entry alter column actor type json using actor::text::json,
    alter column data type json using data::text::json`,
  // Also in a session that replays what another server has done.
  `alter table ledger_entry enable always trigger ledger_is_append_only`,

  `create table signing_key (
    id text primary key check (id ~ '^[0-9a-f]{16}$'),
    pem text not null,
    first_used_at timestamptz not null
  )`,
  `create trigger signing_key_is_append_only before update or delete or truncate on signing_key
    for each statement execute function refuse_ledger_change()`,
  `alter table signing_key enable always trigger signing_key_is_append_only`,

  `create table ledger_signature (
    closeout_id uuid not null,
    seq integer not null,
    hash text not null,
    at text not null,
    why text not null check (why in ('signoff', 'closure', 'daily', 'export')),
    key_id text not null references signing_key (id),
    signature text not null,
    primary key (closeout_id, seq, why, at),
    foreign key (closeout_id, seq) references ledger_entry (closeout_id, seq)
  )`,
  `create trigger ledger_signature_is_append_only before update or delete or truncate on ledger_signature
    for each statement execute function refuse_ledger_change()`,
  `alter table ledger_signature enable always trigger ledger_signature_is_append_only`,

  `alter table closeout add column head_sign_at timestamptz not null default '-infinity'`,
  `create index closeout_head_to_sign on closeout (head_sign_at) where status = 'open'`,
];
