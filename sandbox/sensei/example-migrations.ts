import type { JsonObject } from "./http.ts";
import { shapeOf } from "./shapes.ts";

/** A migration of the simulator: what the contract shows, and what its other endpoints are derived from. */
export type SimulatedMigration = {
  readonly id: string;
  /** What `GET /migrations/{id}` answers, in the shape of this one. */
  wire: JsonObject;
  /** The names of both databases. */
  readonly source: string;
  readonly target: string;
  readonly tables: number;
  readonly records: number;
};

/** What a row of {@link table} says. Engines carry their version: `Oracle 19c`. */
export type ExampleRow = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly source: ExampleEnd;
  readonly target: ExampleEnd;
  readonly tables: number;
  readonly records: number;
  /** ISO 8601; the others are reckoned from it. */
  readonly createdAt: string;
  /** Absent while it is not over. */
  readonly completedAt: string | undefined;
};

export type ExampleEnd = { readonly engine: string; readonly database: string };

/**
 * The vendor's own example first, then an estate such as a larger company would have. Columns: id, name, status, source and
 * target as `engine version / database`, tables, records, creation, and the days from creation to completion.
 */
const table = `
mig_hr_prod_2026       | HR production to PostgreSQL                  | certified         | Oracle 19c / HR_PROD        | PostgreSQL 16 / hr_production  | 247  | 52000000   | 2026-02-09T08:00Z | 20.72917
mig_crm_2026           | CRM to Snowflake                             | completed         | SQL Server 2017 / CRM       | Snowflake / CRM_ANALYTICS      | 412  | 180400000  | 2026-02-02T09:30Z | 26.4
mig_billing_eu_2026    | Billing (EU) to PostgreSQL                   | certified         | Oracle 12c / BILLING_EU     | PostgreSQL 16 / billing_eu     | 318  | 96250000   | 2026-01-12T07:45Z | 30.2
mig_billing_us_2026    | Billing (US) to PostgreSQL                   | running           | Oracle 12c / BILLING_US     | PostgreSQL 16 / billing_us     | 321  | 141900000  | 2026-02-23T13:10Z | -
mig_payroll_2026       | Payroll to PostgreSQL                        | validating        | Db2 11.5 / PAYROLL          | PostgreSQL 16 / payroll        | 128  | 18700000   | 2026-02-16T10:00Z | -
mig_warehouse_2025     | Warehouse to BigQuery                        | certified         | Teradata 16 / DWH_CORE      | BigQuery / dwh_core            | 1204 | 4820000000 | 2025-09-01T06:00Z | 64.5
mig_inventory_2026     | Inventory to CockroachDB                     | completed         | MySQL 5.7 / inventory       | CockroachDB 24.1 / inventory   | 86   | 12300000   | 2026-02-11T11:20Z | 12.1
mig_orders_2026        | Orders to PostgreSQL                         | rolled_back       | SQL Server 2014 / ORDERS    | PostgreSQL 15 / orders         | 204  | 77100000   | 2026-01-19T08:15Z | -
mig_claims_2026        | Claims to PostgreSQL                         | failed            | Db2 10.5 / CLAIMS           | PostgreSQL 16 / claims         | 533  | 61000000   | 2026-01-26T08:00Z | -
mig_loyalty_2026       | Loyalty programme to MongoDB                 | certified         | MySQL 8.0 / loyalty         | MongoDB 7.0 / loyalty          | 58   | 33600000   | 2026-01-05T09:00Z | 18
mig_tickets_2026       | Support tickets to PostgreSQL                | paused            | Oracle 19c / TICKETS        | PostgreSQL 16 / tickets        | 91   | 24800000   | 2026-02-18T15:00Z | -
mig_ledger_2026        | General ledger to PostgreSQL                 | awaiting_approval | Oracle 19c / GL_PROD        | PostgreSQL 16 / general_ledger | 402  | 210000000  | 2026-02-25T09:00Z | -
mig_catalog_2026       | Product catalogue to MongoDB                 | planning          | Oracle 11g / CATALOG        | MongoDB 7.0 / catalog          | 143  | 5900000    | 2026-02-26T10:40Z | -
mig_sessions_2025      | Web sessions to Cassandra                    | completed         | MySQL 5.7 / web_sessions    | Cassandra 4.1 / sessions       | 12   | 930000000  | 2025-11-10T12:00Z | 21.8
mig_fleet_2026         | Fleet telemetry to Databricks                | running           | PostgreSQL 11 / fleet       | Databricks / fleet_lake        | 37   | 2400000000 | 2026-02-20T06:30Z | -
mig_pharmacy_2026      | Pharmacy to SQL Server                       | certified         | Sybase 15.7 / PHARMACY      | SQL Server 2022 / Pharmacy     | 276  | 14200000   | 2025-12-08T08:00Z | 40.3
mig_students_2026      | Student records to MySQL                     | completed         | Oracle 12c / STUDENTS       | MySQL 8.4 / students           | 167  | 9100000    | 2026-01-29T07:00Z | 29.5
mig_library_2026       | Library to MariaDB                           | cancelled         | Db2 9.7 / LIBRARY           | MariaDB 11.4 / library         | 74   | 3300000    | 2026-01-07T09:30Z | -
mig_grid_2026          | Grid metering to Snowflake                   | validating        | Oracle 19c / METERING       | Snowflake / METERING           | 63   | 7100000000 | 2026-01-30T05:00Z | -
mig_freight_2026       | Freight to PostgreSQL                        | rolling_back      | SQL Server 2016 / FREIGHT   | PostgreSQL 16 / freight        | 188  | 43500000   | 2026-02-14T14:00Z | -
mig_archive_docs_2025  | Document archive to PostgreSQL               | archived          | Oracle 11g / DOCS           | PostgreSQL 14 / docs           | 45   | 21000000   | 2025-06-02T08:00Z | 33
mig_treasury_2026      | Treasury to PostgreSQL                       | certified         | SQL Server 2016 / TREASURY  | PostgreSQL 16 / treasury       | 112  | 6600000    | 2026-01-15T08:00Z | 25.9
mig_hr_archive_2025    | HR archive to PostgreSQL                     | certified         | Oracle 11g / HR_ARCHIVE     | PostgreSQL 16 / hr_archive     | 231  | 118000000  | 2025-10-13T08:00Z | 37.6
mig_hr_staging_2026    | HR staging rehearsal                         | completed         | Oracle 19c / HR_STAGE       | PostgreSQL 16 / hr_staging     | 247  | 5200000    | 2026-01-20T08:00Z | 6.2
mig_suppliers_2026     | Suppliers to PostgreSQL                      | plan_ready        | Oracle 12c / SUPPLIERS      | PostgreSQL 16 / suppliers      | 97   | 2800000    | 2026-02-24T08:30Z | -
mig_risk_2026          | Risk models to Snowflake                     | analyzing         | Teradata 17 / RISK          | Snowflake / RISK               | 640  | 890000000  | 2026-02-27T07:30Z | -
mig_pos_north_2026     | Tills north to PostgreSQL                    | completed         | SQL Server 2012 / POS_NORTH | PostgreSQL 16 / pos_north      | 52   | 310000000  | 2026-01-08T06:00Z | 17.2
mig_pos_south_2026     | Tills south to PostgreSQL                    | running           | SQL Server 2012 / POS_SOUTH | PostgreSQL 16 / pos_south      | 52   | 287000000  | 2026-02-17T06:00Z | -
mig_pos_west_2026      | Tills west to PostgreSQL                     | approved          | SQL Server 2012 / POS_WEST  | PostgreSQL 16 / pos_west       | 52   | 264000000  | 2026-02-26T06:00Z | -
mig_consent_2026       | Consent register to PostgreSQL               | certified         | MongoDB 4.2 / consent       | PostgreSQL 16 / consent        | 14   | 41000000   | 2026-01-22T10:00Z | 15.4
mig_search_2026        | Search history to DynamoDB                   | failed            | Cassandra 3.11 / searches   | DynamoDB / searches            | 8    | 1600000000 | 2026-02-03T09:00Z | -
mig_news_2025          | Newsroom to PostgreSQL                       | completed         | MySQL 5.6 / newsroom        | PostgreSQL 15 / newsroom       | 119  | 8400000    | 2025-12-01T09:00Z | 22.7
mig_booking_2026       | Bookings to CockroachDB                      | pausing           | Oracle 19c / BOOKING        | CockroachDB 24.1 / booking     | 156  | 99000000   | 2026-02-21T08:00Z | -
mig_maintenance_2026   | Maintenance plans to SQL Server              | pending           | Sybase 16 / MAINT           | SQL Server 2022 / Maintenance  | 83   | 1900000    | 2026-02-28T08:00Z | -
mig_quality_2026       | Quality records to PostgreSQL                | certified         | Db2 11.1 / QMS              | PostgreSQL 16 / quality        | 143  | 27300000   | 2026-01-13T08:00Z | 31.1
mig_geo_2026           | Geodata to PostgreSQL                        | created           | Oracle 12c / GEO            | PostgreSQL 16 / geo            | 66   | 71500000   | 2026-02-28T16:20Z | -
mig_patents_2025       | Patents to PostgreSQL                        | archived          | Sybase 15.7 / PATENTS       | PostgreSQL 15 / patents        | 49   | 4700000    | 2025-07-14T08:00Z | 28
mig_energy_trades_2026 | Energy trades to PostgreSQL                  | completed         | Oracle 19c / TRADES         | PostgreSQL 16 / energy_trades  | 174  | 133000000  | 2026-02-04T05:30Z | 24.9
mig_feedback_2026      | Feedback to Redshift                         | completed         | PostgreSQL 12 / feedback    | Redshift / feedback            | 23   | 56000000   | 2026-02-12T10:10Z | 9.3
mig_permits_2026       | Permits to PostgreSQL                        | quarantined       | Oracle 11g / PERMITS        | PostgreSQL 16 / permits        | 108  | 11100000   | 2026-02-19T08:00Z | -
mig_audit_trail_2026   | Audit trail to PostgreSQL                    | certified         | SQL Server 2019 / AUDIT     | PostgreSQL 16 / audit_trail    | 31   | 640000000  | 2026-01-02T08:00Z | 36.8
mig_donations_2026     | Donations to PostgreSQL                      | rolled_back       | MySQL 5.7 / donations       | PostgreSQL 16 / donations      | 42   | 2200000    | 2026-02-05T08:00Z | -
mig_timesheets_2026    | Time sheets to PostgreSQL                    | completed         | Oracle 12c / TIMESHEETS     | PostgreSQL 16 / timesheets     | 64   | 38900000   | 2026-02-10T08:00Z | 16.5
mig_spares_2026        | Spare parts to MariaDB                       | running           | Db2 10.5 / SPARES           | MariaDB 11.4 / spares          | 95   | 7800000    | 2026-02-22T08:00Z | -
mig_umlaut_2026        | Fördermittel & Zuschüsse <Land> → PostgreSQL | completed         | Oracle 12c / FOERDER        | PostgreSQL 16 / fördermittel   | 77   | 1300000    | 2026-02-06T08:00Z | 14.6
`;

/** The example migrations, newest first as the vendor lists them, each in one of the shapes that the vendor shows. */
export function exampleMigrations(): SimulatedMigration[] {
  return table
    .trim()
    .split("\n")
    .map((line, index) => simulate(read(line), index))
    .toSorted((a, b) => String(b.wire["created_at"]).localeCompare(String(a.wire["created_at"])));
}

function simulate(row: ExampleRow, index: number): SimulatedMigration {
  const { id, tables, records } = row;
  const [source, target] = [row.source.database, row.target.database];
  return { id, wire: shapeOf(row, index), source, target, tables, records };
}

function read(line: string): ExampleRow {
  const [
    id = "",
    name = "",
    status = "",
    source = "",
    target = "",
    tables,
    records,
    created = "",
    days = "-",
  ] = line.split("|").map((cell) => cell.trim());
  const createdAt = created.replace("Z", ":00Z");
  return {
    id,
    name,
    status,
    source: end(source),
    target: end(target),
    tables: Number(tables),
    records: Number(records),
    createdAt,
    completedAt: days === "-" ? undefined : after(createdAt, Number(days)),
  };
}

function end(words: string): ExampleEnd {
  const [engine = "", database = ""] = words.split(" / ");
  return { engine, database };
}

/** That many days later, to the minute. */
function after(iso: string, days: number): string {
  const minutes = Math.round(days * 24 * 60);
  return new Date(Date.parse(iso) + minutes * 60_000).toISOString().replace(".000Z", "Z");
}
