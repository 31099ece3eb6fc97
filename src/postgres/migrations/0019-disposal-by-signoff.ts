import { type Kysely, sql } from "kysely";

/**
 * Disposals are decided in sign-off requests. What nobody has decided yet is taken back, so that the next sweep asks about it there; what
 * was approved before and not carried out stays approved. Never edited once landed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table artifact_disposal add column request uuid references signoff_request (id)`,
  `create index artifact_disposal_of_request on artifact_disposal (request) where request is not null`,
  `delete from artifact_disposal where decision is null`,
  `alter table artifact_disposal add constraint artifact_disposal_is_asked
    check (decision is not null or request is not null)`,
];
