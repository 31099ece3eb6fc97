import { type Kysely, sql } from "kysely";

/** The retention register, holds, disposals and the runs that fill it. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table archive_run (
    id uuid primary key,
    closeout_id uuid not null references closeout (id),
    state text not null check (state in ('running', 'completed', 'refused', 'failed')),
    started_by jsonb not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    why text,
    export_bytes bigint,
    export_sha256 text,
    entries_done integer not null default 0,
    entries_total integer not null default 0,
    bytes_done bigint not null default 0,
    bytes_total bigint not null default 0,
    attempts integer not null default 0,
    claim uuid,
    lease_until timestamptz not null default '-infinity',
    check ((state = 'running') = (finished_at is null))
  )`,
  `create unique index archive_run_one_at_a_time on archive_run (closeout_id) where state = 'running'`,
  `create index archive_run_waiting on archive_run (lease_until) where state = 'running'`,
  `create index archive_run_of_closeout on archive_run (closeout_id, started_at)`,

  `create table archived_artifact (
    id uuid primary key,
    closeout_id uuid not null references closeout (id),
    number integer not null,
    run_id uuid not null references archive_run (id),
    kind text,
    path text not null,
    location_name text not null,
    location text not null,
    key text not null,
    bytes bigint not null check (bytes >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    media_type text not null,
    stored_at timestamptz not null,
    retention text not null,
    retain_until date,
    classified_by jsonb,
    verified_at timestamptz,
    verify_outcome text check (verify_outcome in ('whole', 'altered', 'missing', 'unreadable')),
    disposed_at timestamptz,
    disposed_by jsonb,
    unique (closeout_id, number),
    unique (closeout_id, location, key),
    check ((verified_at is null) = (verify_outcome is null)),
    check ((disposed_at is null) = (disposed_by is null)),
    check (kind is not null or classified_by is null)
  )`,
  `create index archived_artifact_to_verify on archived_artifact (verified_at nulls first) where disposed_at is null`,
  `create index archived_artifact_to_expire on archived_artifact (retain_until)
    where disposed_at is null and retain_until is not null`,

  `create table artifact_hold (
    id uuid primary key,
    artifact_id uuid not null references archived_artifact (id),
    placed_by jsonb not null,
    placed_at timestamptz not null,
    reason text not null,
    released_by jsonb,
    released_at timestamptz,
    release_reason text,
    check ((released_at is null) = (released_by is null)),
    check ((released_at is null) = (release_reason is null))
  )`,
  `create unique index artifact_hold_one_at_a_time on artifact_hold (artifact_id) where released_at is null`,
  `create index artifact_hold_of_artifact on artifact_hold (artifact_id, placed_at)`,

  `create table artifact_disposal (
    id uuid primary key,
    artifact_id uuid not null references archived_artifact (id),
    noticed_at timestamptz not null,
    decision text check (decision in ('approved', 'rejected')),
    decided_by jsonb,
    decided_at timestamptz,
    reason text,
    check ((decision is null) = (decided_by is null)),
    check ((decision is null) = (decided_at is null))
  )`,
  `create unique index artifact_disposal_one_open on artifact_disposal (artifact_id)
    where decision is null or decision = 'approved'`,
  `create index artifact_disposal_of_artifact on artifact_disposal (artifact_id, noticed_at)`,
];
