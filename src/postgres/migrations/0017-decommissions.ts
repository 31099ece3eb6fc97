import { type Kysely, sql } from "kysely";

/** What happens in the decommissioning of a source. Only ever added to. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table decommission_event (
    closeout_id uuid not null references closeout (id),
    seq integer not null check (seq >= 1),
    id uuid not null unique,
    at timestamptz not null,
    actor jsonb not null,
    happening jsonb not null,
    primary key (closeout_id, seq)
  )`,
  `create function refuse_decommission_change() returns trigger language plpgsql as $$
    begin
      raise exception 'what happened in a decommissioning is kept for good: % refused', tg_op
        using errcode = 'insufficient_privilege';
    end
  $$`,
  `create trigger decommission_event_stays before update or delete or truncate on decommission_event
    for each statement execute function refuse_decommission_change()`,

  `create table decommission_look (
    closeout_id uuid primary key references closeout (id),
    at timestamptz
  )`,
  `create index decommission_look_due on decommission_look (at) where at is not null`,
];
