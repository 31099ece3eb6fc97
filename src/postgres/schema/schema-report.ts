import type { ColumnType } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { By } from "../../domain/baseline/measurement.ts";
import type { ReportText } from "../../domain/report/report-draft.ts";
import type { Json, Moment } from "../columns.ts";

/** The final report. */
export interface ReportTables {
  report_draft: {
    closeout_id: string;
    revision: number;
    text: Json<ReportText>;
    unnamed: Json<readonly string[]>;
    opted_out: Json<readonly string[]>;
    edited_by: ColumnType<By | null, string | null, string | null>;
    edited_at: Temporal.Instant | null;
  };
  report_version: {
    closeout_id: string;
    number: number;
    frozen_at: Moment;
    frozen_by: Json<By>;
    draft_revision: number;
    content_sha256: string;
    markdown_sha256: string;
    pdf_sha256: string;
  };
}
