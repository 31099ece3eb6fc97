import { type Kysely, sql } from "kysely";

/** What is needed to find what died runs left in the archive. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table archive_export (
    closeout_id uuid not null references closeout (id),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    primary key (closeout_id, sha256)
  )`,
  `insert into archive_export (closeout_id, sha256)
    select distinct closeout_id, export_sha256 from archive_run where export_sha256 is not null`,

  `create table archive_leftovers (
    closeout_id uuid primary key references closeout (id),
    due timestamptz not null
  )`,
  `create index archive_leftovers_due on archive_leftovers (due)`,
  `insert into archive_leftovers (closeout_id, due) select distinct closeout_id, now() from archive_run`,
];
