import { type Kysely, sql } from "kysely";

/** The draft of each closeout's final report, and what was frozen of it. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table report_draft (
    closeout_id uuid primary key references closeout (id),
    revision integer not null check (revision >= 1),
    text jsonb not null,
    unnamed jsonb not null,
    opted_out jsonb not null,
    edited_by jsonb,
    edited_at timestamptz,
    check ((edited_by is null) = (edited_at is null))
  )`,

  `create table report_version (
    closeout_id uuid not null references closeout (id),
    number integer not null check (number >= 1),
    frozen_at timestamptz not null,
    frozen_by jsonb not null,
    draft_revision integer not null,
    content_sha256 text not null,
    markdown_sha256 text not null,
    pdf_sha256 text not null,
    primary key (closeout_id, number),
    foreign key (closeout_id, markdown_sha256) references document (closeout_id, sha256),
    foreign key (closeout_id, pdf_sha256) references document (closeout_id, sha256)
  )`,
  // A frozen version is what people have signed.
  `create function refuse_report_version_change() returns trigger language plpgsql as $$
    begin
      raise exception 'a frozen report is never changed' using errcode = 'restrict_violation';
    end
  $$`,
  `create trigger report_version_is_frozen before update or delete on report_version
    for each row execute function refuse_report_version_change()`,
];
