import { type Kysely, sql } from "kysely";

/** What the archive's upkeep has to remember. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table archived_artifact add column store_holds boolean not null default false`,
  `create index archived_artifact_store_holds on archived_artifact (id) where store_holds`,

  `create table archive_verification (
    id uuid primary key,
    closeout_id uuid not null references closeout (id),
    number integer,
    asked_by jsonb not null,
    asked_at timestamptz not null,
    finished_at timestamptz,
    lease_until timestamptz not null default '-infinity'
  )`,
  `create index archive_verification_waiting on archive_verification (lease_until) where finished_at is null`,

  `create table archive_findings_told (
    closeout_id uuid not null references closeout (id),
    day date not null,
    primary key (closeout_id, day)
  )`,
];
