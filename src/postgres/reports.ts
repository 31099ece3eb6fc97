import { type Kysely, type Selectable, sql } from "kysely";
import type { By } from "../domain/baseline/measurement.ts";
import { emptyDraft, type ReportDraft, type ReportVersion } from "../domain/report/report-draft.ts";
import type { ReportChanges, Reports } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Final reports in PostgreSQL. */
export function createReports(db: Kysely<Database>): Reports {
  return {
    draft: (closeoutId) => readDraft(db, closeoutId),
    newest: (closeoutId) => readNewest(db, closeoutId),

    async version(closeoutId, number) {
      const row = await db
        .selectFrom("report_version")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .where("number", "=", number)
        .executeTakeFirst();
      return row && toVersion(row);
    },

    async people(closeoutId) {
      const { rows } = await sql<By>`
        select distinct on (actor->>'user') actor->>'user' as "user", actor->>'name' as name
        from ledger_entry
        where closeout_id = ${closeoutId} and actor->>'user' is not null
          and not (kind = 'act.refused' or (kind = 'operation.refused' and data->>'why' is not null))
        order by actor->>'user', seq desc`.execute(db);
      return rows.toSorted((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
    },
  };
}

/** The report of a closeout whose row the transaction holds, so that versions follow one another without a gap. */
export function reportChanges(transaction: Kysely<Database>, closeoutId: string): ReportChanges {
  return {
    draft: () => readDraft(transaction, closeoutId),
    newest: () => readNewest(transaction, closeoutId),

    async saveDraft({ revision, text, unnamed, optedOut, edited }) {
      const row = {
        revision,
        text: JSON.stringify(text),
        unnamed: JSON.stringify(unnamed),
        opted_out: JSON.stringify(optedOut),
        edited_by: edited === undefined ? null : JSON.stringify(edited.by),
        edited_at: edited?.at ?? null,
      };
      await transaction
        .insertInto("report_draft")
        .values({ closeout_id: closeoutId, ...row })
        .onConflict((conflict) => conflict.column("closeout_id").doUpdateSet(row))
        .execute();
    },

    async add(version) {
      await transaction
        .insertInto("report_version")
        .values({
          closeout_id: closeoutId,
          number: version.number,
          frozen_at: version.frozenAt,
          frozen_by: JSON.stringify(version.frozenBy),
          draft_revision: version.draftRevision,
          content_sha256: version.contentSha256,
          markdown_sha256: version.markdownSha256,
          pdf_sha256: version.pdfSha256,
        })
        .execute();
    },
  };
}

async function readDraft(db: Kysely<Database>, closeoutId: string): Promise<ReportDraft> {
  const row = await db
    .selectFrom("report_draft")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .executeTakeFirst();
  if (row === undefined) return emptyDraft;
  const { revision, text, unnamed, opted_out: optedOut, edited_by: by, edited_at: at } = row;
  return {
    revision,
    text,
    unnamed,
    optedOut,
    edited: by === null || at === null ? undefined : { by, at },
  };
}

async function readNewest(db: Kysely<Database>, closeoutId: string): Promise<ReportVersion | undefined> {
  const row = await db
    .selectFrom("report_version")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && toVersion(row);
}

function toVersion(row: Selectable<Database["report_version"]>): ReportVersion {
  return {
    number: row.number,
    frozenAt: row.frozen_at,
    frozenBy: row.frozen_by,
    draftRevision: row.draft_revision,
    contentSha256: row.content_sha256,
    markdownSha256: row.markdown_sha256,
    pdfSha256: row.pdf_sha256,
  };
}
