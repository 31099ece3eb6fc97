import { type Kysely, sql } from "kysely";

/** In whose place an operation was released, when a delegate decided. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table operation add column released_for text`.execute(db);
}
