import { type Kysely, sql } from "kysely";

/** The budget of each closeout, and texts that wait to be taken in. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table budget (
      closeout_id uuid primary key references closeout (id),
      version integer not null check (version >= 1),
      content jsonb not null
    )`.execute(db);
  await sql`
    create table budget_import (
      closeout_id uuid not null references closeout (id),
      user_id text not null,
      id uuid not null,
      version integer not null check (version >= 0),
      content jsonb not null,
      made_at timestamptz not null,
      primary key (closeout_id, user_id)
    )`.execute(db);
}
