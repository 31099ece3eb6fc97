import { type Kysely, sql } from "kysely";

/** What Sensei and the company's automation are asked to do, at most once each. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table operation (
    id uuid primary key,
    closeout_id uuid not null references closeout (id),
    kind text not null check (kind in ('storage', 'checkpoints', 'migration', 'task')),
    task text,
    state text not null
      check (state in ('planned', 'confirmed', 'running', 'uncertain', 'succeeded', 'failed', 'refused')),
    idempotency_key text not null unique,
    facts jsonb not null,
    facts_hash text not null check (facts_hash ~ '^[0-9a-f]{64}$'),
    requested_by jsonb not null,
    requested_at timestamptz not null,
    override_reason text,
    released_by jsonb,
    released_at timestamptz,
    release_words text,
    doubt text not null default 'none' check (doubt in ('none', 'sent', 'accepted', 'lost')),
    attempts integer not null default 0,
    sent_at timestamptz,
    request_ids jsonb not null,
    checks integer not null default 0,
    progress integer check (progress between 0 and 1000),
    said text,
    next_check timestamptz,
    receipt jsonb,
    ended_at timestamptz,
    claim uuid,
    lease_until timestamptz not null default '-infinity',
    next_attempt timestamptz not null default now(),
    check ((kind = 'task') = (task is not null)),
    check ((released_at is null) = (released_by is null)),
    check ((state in ('succeeded', 'failed', 'refused')) = (receipt is not null)),
    check ((ended_at is null) = (receipt is null)),
    check (state in ('running', 'uncertain') or doubt = 'none')
  )`,
  `create unique index operation_one_live on operation (closeout_id, kind, coalesce(task, ''))
    where state in ('planned', 'confirmed', 'running', 'uncertain')`,
  `create index operation_due on operation (next_attempt) where state in ('confirmed', 'running', 'uncertain')`,
  `create index operation_of_closeout on operation (closeout_id, requested_at)`,

  `create table cleanup_facts (
    closeout_id uuid primary key references closeout (id),
    facts jsonb not null,
    read_at timestamptz not null
  )`,
];
