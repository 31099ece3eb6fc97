import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { enginesLabel, migrationLabel, snapshotOf } from "../../src/domain/migration.ts";
import { migrationEndSchema } from "../../src/sensei/migration-end-schema.ts";
import { parseMigrationList } from "../../src/sensei/migration-list-schema.ts";
import { migrationSchema } from "../../src/sensei/migration-schema.ts";

const base = { id: "mig_x", status: "completed" };

describe("the two ends of a migration", () => {
  it.each([
    [
      { connection_name: "HR_PROD", type: "oracle", version: "19c", tables_count: 247 },
      "oracle",
      "19c",
      "HR_PROD",
      247,
    ],
    [{ type: "Oracle 19c", database: "HR_PROD", schemas: ["HR"] }, "oracle", "19c", "HR_PROD", undefined],
    [{ type: "oracle_19c", schema: "HR", tables: ["a", "b"] }, "oracle", "19c", "HR", 2],
    [{ connection: { name: "hr", type: "PostgreSQL 16" } }, "postgresql", "16", "hr", undefined],
    [{ database: { name: "hr", type: "postgres", version: 16 } }, "postgres", "16", "hr", undefined],
    [{ name: "hr", engine: { name: "SQL Server", version: "2022" } }, "sqlserver", "2022", "hr", undefined],
    [{ name: "hr", platform: "sql_server_2022", table_count: "1,204" }, "sqlserver", "2022", "hr", 1204],
    ["Oracle 19c (HR_PROD)", "oracle", "19c", "HR_PROD", undefined],
    ["Snowflake", "snowflake", undefined, undefined, undefined],
    ["HR_PROD", undefined, undefined, "HR_PROD", undefined],
    [{ type: "FoundationDB 7.1", name: "kv" }, "FoundationDB", "7.1", "kv", undefined],
    ["postgres://scott:tiger@db.example:5432/hr", "postgres", undefined, "hr", undefined],
    ["jdbc:oracle:thin:scott/tiger@//db.example:1521/HR", "oracle", undefined, "HR", undefined],
    [{ connection_name: "mysql://scott:ti/ger@db.example" }, undefined, undefined, undefined, undefined],
    ["host=db dbname=hr password=tiger", undefined, undefined, undefined, undefined],
    [
      { connection_name: null, type: 7, tables_count: -1, schemas: "no list" },
      "7",
      undefined,
      undefined,
      undefined,
    ],
    [null, undefined, undefined, undefined, undefined],
    [[], undefined, undefined, undefined, undefined],
    [42, undefined, undefined, "42", undefined],
  ])("reads %j", (wire, kind, version, name, tables) => {
    expect(migrationEndSchema.parse(wire)).toEqual({ kind, version, name, tables });
  });

  it("never takes over a password, whatever surrounds it", () => {
    const scheme = fc.constantFrom(
      "postgres",
      "oracle",
      "jdbc:postgresql",
      "jdbc:oracle:thin",
      "mongodb+srv",
      "x",
    );
    const part = fc.stringMatching(/^[\w.@:/;?=-]{0,12}$/);
    const address = fc
      .tuple(scheme, part, part)
      .map(([kind, before, after]) => `${kind}://${before}user:TopSecret@host${after}`);
    const wire = fc.oneof(
      address,
      fc.record({ connection_name: address, type: fc.oneof(address, fc.constant("oracle")) }),
      fc.record({ database: fc.record({ name: address, type: address }) }),
    );
    fc.assert(
      fc.property(wire, (end) => {
        expect(JSON.stringify(migrationEndSchema.parse(end))).not.toContain("TopSecret");
      }),
    );
  });
});

describe("a migration", () => {
  it.each([
    ["2026-03-02T02:30:00+01:00", "2026-03-02T01:30:00Z"],
    [1_772_415_000, "2026-03-02T01:30:00Z"],
    [1_772_415_000_000, "2026-03-02T01:30:00Z"],
    ["yesterday", undefined],
    [Number.MAX_VALUE, undefined],
    [null, undefined],
  ])("was completed at %j", (written, moment) => {
    const migration = migrationSchema.parse({ ...base, timing: { completed_at: written } });
    expect(migration.timing.completedAt?.toString()).toBe(moment);
  });

  it("is not readable without id or status", () => {
    expect(migrationSchema.safeParse({ id: "mig_x" }).success).toBe(false);
    expect(migrationSchema.safeParse({ status: "completed" }).success).toBe(false);
    expect(migrationSchema.safeParse({ ...base, id: "  " }).success).toBe(false);
    expect(migrationSchema.safeParse(undefined).success).toBe(false);
  });

  it("is read whatever the optional members hold and whatever is added", () => {
    const anything = fc.jsonValue();
    const optional = fc.record(
      {
        name: anything,
        phase: anything,
        created_at: anything,
        source: fc.oneof(anything, fc.record({ type: anything, database: anything, tables: anything })),
        target: fc.oneof(anything, fc.record({ connection: anything, engine: anything, schemas: anything })),
        metrics: fc.oneof(anything, fc.record({ records_total: anything, records_processed: anything })),
        timing: fc.oneof(anything, fc.record({ completed_at: anything, started_at: anything })),
      },
      { requiredKeys: [] },
    );
    const added = fc.dictionary(
      fc.string().map((name) => `x_${name}`),
      anything,
    );
    fc.assert(
      fc.property(optional, added, (members, more) => {
        const migration = migrationSchema.parse({ ...members, ...more, ...base });
        expect(migration).toMatchObject({ id: "mig_x", status: "completed", vendorStatus: "completed" });
        expect(migrationLabel(migration)).not.toBe("");
        expect(Number.isSafeInteger(migration.recordsTotal ?? 0)).toBe(true);
        for (const words of [
          migrationLabel(migration),
          enginesLabel(migration),
          snapshotOf(migration).source,
        ]) {
          expect(words).not.toMatch(/\[object|undefined \S|NaN/);
        }
      }),
    );
  });

  it("is read the same with and without members that nobody knows", () => {
    const known = { ...base, name: "HR", source: "Oracle 19c (HR)", metrics: { records_total: 7 } };
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().map((name) => `x_${name}`),
          fc.jsonValue(),
        ),
        (more) => {
          const spread = { ...more, ...known, metrics: { ...more, ...known.metrics } };
          expect(migrationSchema.parse(spread)).toEqual(migrationSchema.parse(known));
        },
      ),
    );
  });
});

describe("a page of the list", () => {
  it("keeps the readable entries and counts the others", () => {
    const page = parseMigrationList({ data: [base, { id: 7 }, null] }, { limit: 20, offset: 0 });
    expect(page).toMatchObject({ entries: 3, unreadable: 2, hasMore: false });
    expect(page?.migrations.map(({ id }) => id)).toEqual(["mig_x"]);
  });

  it.each([
    [{ has_more: true, total: 1 }, true],
    [{ has_more: false, total: 9 }, false],
    [{ total: 9 }, true],
    [{ total: "1" }, false],
    [undefined, false],
    ["odd", false],
  ])("knows from %j whether there is more", (pagination, hasMore) => {
    const page = parseMigrationList({ data: [base], pagination }, { limit: 20, offset: 0 });
    expect(page?.hasMore).toBe(hasMore);
  });

  it("takes a full page for one of several when nothing is said, and an empty one for the last", () => {
    expect(parseMigrationList({ data: [base] }, { limit: 1, offset: 0 })?.hasMore).toBe(true);
    const pagination = { has_more: true };
    expect(parseMigrationList({ data: [], pagination }, { limit: 1, offset: 5 })?.hasMore).toBe(false);
  });
});
