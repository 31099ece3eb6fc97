import { type Kysely, sql } from "kysely";

/** Documents and knowledge transfer of each closeout. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table handover (
      closeout_id uuid primary key references closeout (id),
      content jsonb not null,
      remind_at timestamptz
    )`.execute(db);
  await sql`create index handover_to_remind on handover (remind_at) where remind_at is not null`.execute(db);
}
