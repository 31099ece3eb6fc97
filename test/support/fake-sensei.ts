import { Temporal } from "temporal-polyfill";
import type { Migration } from "../../src/domain/migration.ts";
import { type MigrationQuery, type Sensei, type SenseiFault, type SenseiFaultCode } from "../../src/ports.ts";

/** Knows the migrations it was given, in their order, and fails on demand. */
export type FakeSensei = Sensei & {
  readonly migrations: Migration[];
  /** While set, every call fails with it. */
  fault: SenseiFault | Error | undefined;
  readonly asked: MigrationQuery[];
};

export function fakeSensei(migrations: readonly Migration[] = [aMigration()]): FakeSensei {
  return {
    migrations: [...migrations],
    fault: undefined,
    asked: [],
    async listMigrations(query) {
      this.asked.push(query);
      if (this.fault !== undefined) throw this.fault;
      return { migrations: this.migrations.slice(0, query.limit), hasMore: false, cutShort: false };
    },
    async getMigration(id) {
      if (this.fault !== undefined) throw this.fault;
      const found = this.migrations.find((migration) => migration.id === id);
      if (found === undefined) throw senseiFault("migration_not_found");
      return found;
    },
    async ping() {
      if (this.fault !== undefined) throw this.fault;
    },
  };
}

class FakeFault extends Error implements SenseiFault {
  override readonly name = "SenseiError";
  readonly code: SenseiFaultCode;
  readonly retryable = true;
  readonly status = undefined;
  readonly requestId = "req_1";
  readonly sentence: string;

  constructor(code: SenseiFaultCode) {
    super(`Sensei ${code}`);
    this.code = code;
    this.sentence = `Sensei says ${code}. Try again.`;
  }
}

/** A failed call as the client reports it. */
export function senseiFault(code: SenseiFaultCode): SenseiFault {
  return new FakeFault(code);
}

/** The vendor's example migration, completed, with whatever is to be different. */
export function aMigration(different: Partial<Migration> = {}): Migration {
  return {
    id: "mig_hr_prod_2026",
    name: "HR_PROD",
    status: "completed",
    vendorStatus: "completed",
    phase: undefined,
    source: { kind: "oracle", version: "19c", name: "HR_PROD", tables: 247 },
    target: { kind: "postgresql", version: "16", name: "hr_production", tables: 247 },
    recordsTotal: 52_000_000,
    recordsProcessed: 52_000_000,
    timing: {
      createdAt: undefined,
      startedAt: undefined,
      completedAt: Temporal.Instant.from("2026-03-02T01:30:00Z"),
    },
    ...different,
  };
}
