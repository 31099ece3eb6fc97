import type { ExampleEnd, ExampleRow } from "./example-migrations.ts";
import type { JsonObject } from "./http.ts";

type Shape = (end: ExampleEnd, row: ExampleRow) => unknown;

/** The shapes in which the vendor's pages show the two ends of a migration; a client has to read them all. */
const shapes: readonly Shape[] = [
  ({ engine, database }, { tables }) => ({
    connection_id: `conn_${slug(database)}`,
    connection_name: database,
    type: kind(engine),
    version: version(engine),
    schema: "public",
    tables_count: tables,
  }),
  ({ engine, database }, { tables }) => ({
    type: engine,
    database,
    schemas: ["core", "audit"],
    tables_count: tables,
  }),
  ({ engine, database }) => `${engine} (${database})`,
  ({ engine, database }) => ({ connection: { name: database, type: engine }, region: "eu-central-1" }),
  ({ engine, database }, { tables }) => ({ name: database, platform: engine, tables }),
  ({ engine, database }) => ({
    database: { name: database },
    engine: { name: kind(engine), version: version(engine) },
  }),
];

/** A migration as `GET /migrations/{id}` answers it; `index` chooses the shape, the first being the one documented best. */
export function shapeOf(row: ExampleRow, index: number): JsonObject {
  const shape = shapes[index % shapes.length];
  return {
    object: "migration",
    id: row.id,
    name: row.name,
    status: row.status,
    phase: phaseOf(row.status),
    created_at: row.createdAt,
    source: shape?.(row.source, row),
    target: shape?.(row.target, row),
    progress: { percent: row.completedAt === undefined ? 40 : 100, _trend: [1, 2, 3] },
    metrics: {
      records_processed: row.completedAt === undefined ? Math.round(row.records * 0.4) : row.records,
      records_total: row.records,
      bytes_transferred: row.records * 2442,
      errors_recovered: 14,
      errors_escalated: 0,
    },
    timing: {
      created_at: row.createdAt,
      started_at: row.createdAt.replace(/T\d\d/, "T22"),
      completed_at: row.completedAt ?? null,
    },
    resources: {
      checkpoints: row.status === "archived" ? 0 : Math.ceil(row.tables / 20),
      temporary_storage_gb: row.status === "archived" ? 0 : Math.ceil(row.records / 1_300_000),
    },
    labels: { cost_center: `CC-${100 + index}`, "x-future-field": null },
  };
}

/** Every third entry of the list is as short as the vendor promises it at least: id, name, status, created_at. */
export function listEntry(wire: JsonObject, index: number): JsonObject {
  const { id, name, status, created_at, source, target } = wire;
  return index % 3 === 2
    ? { id, name, status, created_at }
    : { id, name, status, created_at, source, target };
}

function phaseOf(status: string): string {
  return ["completed", "certified", "archived"].includes(status) ? "closed" : status;
}

function kind(engine: string): string {
  return engine
    .replace(/ v?\d.*$/, "")
    .toLowerCase()
    .replaceAll(" ", "");
}

function version(engine: string): string | null {
  return / (v?\d.*)$/.exec(engine)?.[1] ?? null;
}

function slug(database: string): string {
  return database.toLowerCase().replaceAll(/\W+/g, "_");
}
