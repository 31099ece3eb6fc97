import { describe, expect, it } from "vitest";
import {
  canBeClosedOut,
  enginesLabel,
  matchesMigration,
  migrationIdSchema,
  migrationLabel,
  migrationStatuses,
  parseMigrationStatus,
  snapshotOf,
} from "../../src/domain/migration.ts";
import { migrationSchema } from "../../src/sensei/migration-schema.ts";

const hr = migrationSchema.parse({
  id: "mig_hr_prod_2026",
  name: "HR production",
  status: "certified",
  source: { connection_name: "HR_PROD", type: "oracle", version: "19c" },
  target: { connection_name: "hr_production", type: "postgresql", version: "16" },
  metrics: { records_total: 52_000_000 },
});
const bare = migrationSchema.parse({ id: "mig_x", name: "Something", status: "Brand-New" });

describe("a migration in words", () => {
  it("is called by its databases, else by its name", () => {
    expect(migrationLabel(hr)).toBe("HR_PROD → hr_production");
    expect(migrationLabel(bare)).toBe("Something");
    expect(migrationLabel({ ...hr, target: bare.target })).toBe("HR production");
  });

  it("names the engines that are known", () => {
    expect(enginesLabel(hr)).toBe("Oracle 19c → PostgreSQL 16");
    expect(enginesLabel({ ...hr, target: bare.target })).toBe("Oracle 19c");
    expect(enginesLabel(bare)).toBe("");
    const odd = { ...bare.source, kind: "toString" };
    expect(enginesLabel({ source: odd, target: odd })).toBe("toString → toString");
  });

  it("leaves a snapshot that reads well even when little is known", () => {
    expect(snapshotOf(hr)).toEqual({
      id: "mig_hr_prod_2026",
      name: "HR production",
      source: "HR_PROD",
      target: "hr_production",
      engines: "Oracle 19c → PostgreSQL 16",
      status: "certified",
      recordsTotal: 52_000_000,
    });
    expect(snapshotOf(bare)).toEqual({
      id: "mig_x",
      name: "Something",
      source: "Something",
      target: "Something",
      engines: "",
      status: "Brand-New",
    });
  });
});

it("closes out completed and certified migrations only", () => {
  expect(migrationStatuses.filter(canBeClosedOut)).toEqual(["completed", "certified"]);
  expect(canBeClosedOut("unknown")).toBe(false);
});

it.each([
  ["certified", "certified"],
  [" Rolled-Back ", "rolled_back"],
  ["AWAITING APPROVAL", "awaiting_approval"],
  ["half_done", "unknown"],
  ["unknown", "unknown"],
])("reads the status %j as %s", (word, status) => {
  expect(parseMigrationStatus(word)).toBe(status);
});

it("finds by all words in any order, and everything by none", () => {
  expect(matchesMigration(hr, "postgresql HR_PROD")).toBe(true);
  expect(matchesMigration(hr, "hr billing")).toBe(false);
  expect(matchesMigration(hr, "  ")).toBe(true);
});

it.each(["mig_hr_prod_2026", "0199-uuid-like", "a", "x".repeat(128), " padded "])(
  "takes %j for an id",
  (id) => {
    expect(migrationIdSchema.parse(id)).toBe(id.trim());
  },
);
