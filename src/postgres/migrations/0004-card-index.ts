import { type Kysely, sql } from "kysely";

/** Finds a closeout's card among its messages without reading what the others are about. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index delivery_card on delivery (id) where subject->>'kind' = 'card'`.execute(db);
}
