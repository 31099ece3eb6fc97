import type { Kysely, Selectable } from "kysely";
import type { Measurement } from "../domain/baseline/measurement.ts";
import type { BaselineChanges, Baselines } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** Measurements in PostgreSQL. */
export function createBaselines(db: Kysely<Database>): Baselines {
  return {
    newest: (closeoutId) => readNewest(db, closeoutId),

    async get(closeoutId, number) {
      const row = await db
        .selectFrom("baseline")
        .selectAll()
        .where("closeout_id", "=", closeoutId)
        .where("number", "=", number)
        .executeTakeFirst();
      return row && toMeasurement(row);
    },
  };
}

/** The measurements of a closeout whose row the transaction holds, so that numbers follow one another without a gap. */
export function baselineChanges(transaction: Kysely<Database>, closeoutId: string): BaselineChanges {
  return {
    newest: () => readNewest(transaction, closeoutId),

    async save(measurement) {
      const fate = {
        findings: JSON.stringify(measurement.findings),
        sendings: JSON.stringify(measurement.sendings),
      };
      await transaction
        .insertInto("baseline")
        .values({
          closeout_id: closeoutId,
          number: measurement.number,
          measured_at: measurement.measuredAt,
          measured_by: JSON.stringify(measurement.measuredBy),
          request_id: measurement.requestId,
          tolerance_percent: JSON.stringify(measurement.tolerancePercent),
          json_sha256: measurement.documents.json,
          chart_sha256: measurement.documents.chart,
          markdown_sha256: measurement.documents.markdown,
          ...fate,
        })
        .onConflict((conflict) => conflict.columns(["closeout_id", "number"]).doUpdateSet(fate))
        .execute();
    },
  };
}

async function readNewest(db: Kysely<Database>, closeoutId: string): Promise<Measurement | undefined> {
  const row = await db
    .selectFrom("baseline")
    .selectAll()
    .where("closeout_id", "=", closeoutId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && toMeasurement(row);
}

function toMeasurement(row: Selectable<Database["baseline"]>): Measurement {
  return {
    number: row.number,
    measuredAt: row.measured_at,
    measuredBy: row.measured_by,
    requestId: row.request_id,
    tolerancePercent: row.tolerance_percent,
    documents: { json: row.json_sha256, chart: row.chart_sha256, markdown: row.markdown_sha256 },
    findings: row.findings,
    sendings: row.sendings,
  };
}
