import { type Kysely, sql } from "kysely";

/** Exact bytes that closeouts keep, each by its hash. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table document (
      closeout_id uuid not null references closeout (id),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      name text not null,
      media_type text not null,
      bytes bytea not null,
      saved_at timestamptz not null,
      primary key (closeout_id, sha256)
    )`.execute(db);
}
