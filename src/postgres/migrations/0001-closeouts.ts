import { type Kysely, sql } from "kysely";

/** Closeouts with their items, reminders, outgoing messages and ledger. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table installation (
    key text primary key,
    platform text not null check (platform in ('slack', 'teams')),
    tenant text not null,
    created_at timestamptz not null
  )`,

  `create table closeout (
    id uuid primary key,
    installation text not null references installation (key),
    channel text not null,
    name text not null,
    migration_id text not null,
    migration jsonb not null,
    cutover timestamptz not null,
    time_zone text not null,
    owner text not null,
    roles jsonb not null,
    budget_estimate jsonb,
    settings jsonb not null,
    template_name text not null,
    template_sha256 text not null,
    template jsonb not null,
    status text not null check (status in ('open', 'closed')),
    started_at timestamptz not null,
    ledger_seq integer not null default 0,
    ledger_hash text not null default repeat('0', 64)
  )`,
  `create unique index closeout_one_open_per_channel on closeout (installation, channel) where status = 'open'`,
  `create unique index closeout_one_open_per_migration on closeout (installation, migration_id) where status = 'open'`,

  `create table item (
    closeout_id uuid not null references closeout (id),
    id text not null,
    list text not null,
    position integer not null,
    title text not null,
    due timestamptz not null,
    state text not null check (state in ('open', 'done', 'skipped')),
    settled_by jsonb,
    settled_at timestamptz,
    reason text,
    assignee text,
    snoozed_until timestamptz,
    primary key (closeout_id, id),
    check ((state = 'open') = (settled_by is null)),
    check ((state = 'open') = (settled_at is null)),
    check ((state = 'skipped') = (reason is not null))
  )`,
  `create index item_of_assignee on item (assignee) where assignee is not null and state = 'open'`,

  `create table item_note (
    id uuid primary key,
    closeout_id uuid not null,
    item_id text not null,
    written_by jsonb not null,
    at timestamptz not null,
    kind text not null check (kind in ('note', 'evidence')),
    text text not null,
    foreign key (closeout_id, item_id) references item (closeout_id, id)
  )`,
  `create index item_note_of_item on item_note (closeout_id, item_id, at)`,

  `create table occurrence (
    closeout_id uuid not null,
    item_id text not null,
    kind text not null check (kind in ('before', 'due', 'overdue', 'snoozed', 'sponsor')),
    moment timestamptz not null,
    status text not null default 'waiting' check (status in ('waiting', 'announced', 'dropped')),
    primary key (closeout_id, item_id, kind, moment),
    foreign key (closeout_id, item_id) references item (closeout_id, id)
  )`,
  `create index occurrence_waiting on occurrence (moment) where status = 'waiting'`,

  `create table delivery (
    id uuid primary key,
    installation text not null references installation (key),
    conversation text not null,
    subject jsonb not null,
    status text not null default 'pending' check (status in ('pending', 'sent', 'refused')),
    message jsonb,
    revision integer not null default 1,
    shown_revision integer not null default 0,
    pinned boolean not null default false,
    attempts integer not null default 0,
    attempted_since timestamptz,
    not_before timestamptz not null default now(),
    created_at timestamptz not null,
    check ((status = 'sent') = (message is not null) or status = 'refused')
  )`,
  `create index delivery_wanting on delivery (not_before, installation, conversation)
    where status = 'pending' or (status = 'sent' and shown_revision < revision)`,
  `create index delivery_wanting_in_lane on delivery (installation, conversation, created_at)
    where status = 'pending' or (status = 'sent' and shown_revision < revision)`,

  `create table delivery_closeout (
    delivery_id uuid not null references delivery (id),
    closeout_id uuid not null references closeout (id),
    primary key (closeout_id, delivery_id)
  )`,
  `create index delivery_closeout_of_delivery on delivery_closeout (delivery_id)`,

  `create table lane (
    installation text not null,
    conversation text not null,
    free_at timestamptz not null,
    nudged_until timestamptz not null default '-infinity',
    primary key (installation, conversation)
  )`,

  `create table reminder (
    closeout_id uuid not null,
    item_id text not null,
    kind text not null,
    moment timestamptz not null,
    conversation text not null,
    delivery_id uuid not null references delivery (id),
    announced_at timestamptz not null,
    primary key (closeout_id, item_id, kind, moment, conversation),
    foreign key (closeout_id, item_id, kind, moment) references occurrence (closeout_id, item_id, kind, moment)
  )`,
  `create index reminder_of_delivery on reminder (delivery_id)`,

  `create table ledger_entry (
    closeout_id uuid not null references closeout (id),
    seq integer not null,
    at text not null,
    actor jsonb not null,
    kind text not null,
    data jsonb not null,
    prev text not null,
    hash text not null,
    primary key (closeout_id, seq)
  )`,
  `create function refuse_ledger_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the ledger is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
    end
  $$`,
  `create trigger ledger_is_append_only before update or delete or truncate on ledger_entry
    for each statement execute function refuse_ledger_change()`,

  `create table inbox (
    key text primary key,
    answer jsonb,
    answered boolean not null default false,
    held_until timestamptz not null,
    received_at timestamptz not null default now()
  )`,
  `create index inbox_by_age on inbox (received_at)`,

  `create table person (
    installation text not null,
    user_id text not null,
    profile jsonb,
    fetched_at timestamptz not null,
    primary key (installation, user_id)
  )`,
];
