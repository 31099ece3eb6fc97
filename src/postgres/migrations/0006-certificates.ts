import { type Kysely, sql } from "kysely";

/** Certificates with their distribution, and what the vendor told us by itself. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table certificate (
    id uuid primary key,
    closeout_id uuid not null references closeout (id),
    number integer not null,
    certificate_id text,
    outcome jsonb not null,
    json_sha256 text,
    pdf_sha256 text,
    picture_sha256 text,
    asked_at timestamptz not null,
    fetched_at timestamptz not null,
    unique (closeout_id, number),
    foreign key (closeout_id, json_sha256) references document (closeout_id, sha256),
    foreign key (closeout_id, pdf_sha256) references document (closeout_id, sha256),
    foreign key (closeout_id, picture_sha256) references document (closeout_id, sha256)
  )`,

  `create table distribution (
    id uuid primary key,
    closeout_id uuid not null references closeout (id),
    certificate uuid not null references certificate (id),
    started_by jsonb not null,
    started_at timestamptz not null,
    current boolean not null
  )`,
  `create unique index distribution_one_current on distribution (closeout_id) where current`,

  `create table certificate_recipient (
    id uuid primary key,
    distribution uuid not null references distribution (id),
    position integer not null,
    user_id text not null,
    reasons jsonb not null,
    message_delivery uuid references delivery (id),
    file_delivery uuid references delivery (id),
    sent_at timestamptz not null,
    delivered_at timestamptz,
    received_at timestamptz,
    failure text check (failure in ('left', 'refused')),
    replaced_by text,
    replaced_because text,
    reminded integer not null default 0,
    remind_at timestamptz,
    owner_told_at timestamptz
  )`,
  `create index certificate_recipient_of_distribution on certificate_recipient (distribution, position)`,
  `create index certificate_recipient_under_way on certificate_recipient (distribution)
    where delivered_at is null and failure is null and replaced_by is null`,
  `create index certificate_recipient_to_remind on certificate_recipient (remind_at) where remind_at is not null`,

  `create table vendor_event (
    id text primary key,
    installation text not null,
    type text not null,
    migration_id text not null,
    migration_name text,
    validation_id text,
    created_at timestamptz not null,
    status text not null default 'waiting' check (status in ('waiting', 'done')),
    attempts integer not null default 0,
    not_before timestamptz not null default now(),
    received_at timestamptz not null default now()
  )`,
  `create index vendor_event_waiting on vendor_event (not_before) where status = 'waiting'`,
  `create index vendor_event_of_migration on vendor_event (installation, migration_id, created_at)`,
  `create index vendor_event_by_age on vendor_event (received_at) where status = 'done'`,

  `create table start_offer (
    installation text not null references installation (key),
    migration_id text not null,
    migration_name text,
    completed_at timestamptz not null,
    delivery uuid not null references delivery (id),
    primary key (installation, migration_id)
  )`,
];
