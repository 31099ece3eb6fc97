import { type Kysely, sql } from "kysely";

/** The measurements of each closeout, with what was decided on them. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table baseline (
      closeout_id uuid not null references closeout (id),
      number integer not null check (number >= 1),
      measured_at timestamptz not null,
      measured_by jsonb not null,
      request_id text not null,
      tolerance_percent jsonb not null,
      json_sha256 text not null,
      chart_sha256 text not null,
      markdown_sha256 text not null,
      findings jsonb not null,
      sendings jsonb not null,
      primary key (closeout_id, number),
      foreign key (closeout_id, json_sha256) references document (closeout_id, sha256),
      foreign key (closeout_id, chart_sha256) references document (closeout_id, sha256),
      foreign key (closeout_id, markdown_sha256) references document (closeout_id, sha256)
    )`.execute(db);
}
