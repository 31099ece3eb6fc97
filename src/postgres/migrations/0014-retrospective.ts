import { type Kysely, sql } from "kysely";

/** The retrospective of each closeout, and its action items with reminders of their own. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table retrospective (
      closeout_id uuid primary key references closeout (id),
      anonymous boolean not null,
      opened_by jsonb not null,
      opened_at timestamptz not null,
      ballot_key text check (ballot_key is null or (anonymous and closed_at is null)),
      contributions jsonb not null,
      closed_by jsonb,
      closed_at timestamptz,
      check ((closed_by is null) = (closed_at is null))
    )`.execute(db);
  await sql`
    create table action_item (
      id uuid primary key,
      closeout_id uuid not null references closeout (id),
      number integer not null check (number >= 1),
      title text not null,
      owner text not null,
      due timestamptz not null,
      done_by jsonb,
      done_at timestamptz,
      added_at timestamptz not null,
      step integer,
      remind_at timestamptz,
      unique (closeout_id, number),
      check ((done_by is null) = (done_at is null)),
      check ((step is null) = (remind_at is null)),
      check ((done_at is null) = (remind_at is not null))
    )`.execute(db);
  await sql`create index action_item_to_remind on action_item (remind_at) where remind_at is not null`.execute(
    db,
  );
  await sql`create index action_item_open on action_item (owner) where done_at is null`.execute(db);
}
