import { type Kysely, sql } from "kysely";

/** Evidence bundles that people asked for. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table bundle (
    id uuid primary key,
    closeout_id uuid not null references closeout (id),
    number integer not null,
    asked_by jsonb not null,
    asked_at timestamptz not null,
    state text not null default 'making' check (state in ('making', 'made', 'failed')),
    ended_at timestamptz,
    name text,
    bytes bigint,
    sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
    entries integer,
    location text,
    key text,
    why text,
    lease_until timestamptz not null default '-infinity',
    unique (closeout_id, number),
    check ((state = 'making') = (ended_at is null)),
    check ((state = 'made') = (sha256 is not null)),
    check ((state = 'failed') = (why is not null)),
    check ((sha256 is null) = (location is null)),
    check ((location is null) = (key is null))
  )`,
  `create index bundle_waiting on bundle (lease_until) where state = 'making'`,
];
