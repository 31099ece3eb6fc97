import { type Kysely, sql } from "kysely";

/** Until when Sensei wants to be left alone, by all processes together. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create table sensei_rest (
      address text primary key,
      rest_until timestamptz not null
    )`)
    .execute(db);
}
