import { Temporal } from "temporal-polyfill";
import { type Migration, unknownResources } from "../../src/domain/migration.ts";
import type {
  ExportStream,
  MigrationPlan,
  MigrationQuery,
  OperationAnswer,
  OperationOptions,
  Sensei,
  SenseiFault,
  SenseiFaultCode,
  SenseiOperations,
  Validation,
} from "../../src/ports.ts";

/** One changing call that the fake received. */
export type FakeOperation = {
  readonly name: keyof SenseiOperations;
  readonly migrationId: string;
  readonly idempotencyKey: string;
};

/** Knows what it was given, in its order, and fails on demand. */
export type FakeSensei = Sensei & {
  readonly migrations: Migration[];
  /** While set, every call fails with it. */
  fault: Error | undefined;
  readonly asked: MigrationQuery[];
  /** Newest first; their `migrationId` says whose they are. */
  readonly validations: Validation[];
  /** The certificate's bytes by migration: as JSON and as PDF. */
  readonly certificates: Map<string, { readonly json?: Uint8Array; readonly pdf?: Uint8Array }>;
  /** Performance comparisons by migration, as JSON values. */
  readonly comparisons: Map<string, unknown>;
  readonly plans: Map<string, MigrationPlan>;
  /** The bytes of each migration's export. */
  readonly exports: Map<string, Uint8Array>;
  /** Every changing call, in order. */
  readonly operations: FakeOperation[];
  /** What the next changing calls come to, oldest first; `done` with status 200 when it is empty. */
  readonly outcomes: (OperationAnswer | Error)[];
};

export function fakeSensei(migrations: readonly Migration[] = [aMigration()]): FakeSensei {
  const fake: FakeSensei = {
    migrations: [...migrations],
    fault: undefined,
    asked: [],
    validations: [],
    certificates: new Map(),
    comparisons: new Map(),
    plans: new Map(),
    exports: new Map(),
    operations: [],
    outcomes: [],
    async listMigrations(query) {
      fake.asked.push(query);
      if (fake.fault !== undefined) throw fake.fault;
      return { migrations: fake.migrations.slice(0, query.limit), hasMore: false, cutShort: false };
    },
    async getMigration(id) {
      if (fake.fault !== undefined) throw fake.fault;
      const found = fake.migrations.find((migration) => migration.id === id);
      if (found === undefined) throw senseiFault("migration_not_found");
      return found;
    },
    async listValidations(id) {
      await fake.getMigration(id);
      return fake.validations.filter(({ migrationId }) => migrationId === id);
    },
    async getValidation(id) {
      if (fake.fault !== undefined) throw fake.fault;
      return known(fake.validations.find((validation) => validation.id === id));
    },
    async getCertificateDocument(id) {
      const [validation] = await fake.listValidations(id);
      const bytes = fake.certificates.get(id)?.json;
      if (bytes === undefined) {
        return { kind: "missing", why: validation === undefined ? "no_validation" : "no_certificate" };
      }
      return { kind: "found", bytes, validationId: validation?.id ?? "val_1", requestId: "req_1" };
    },
    async getCertificatePdf(id) {
      await fake.getMigration(id);
      const bytes = fake.certificates.get(id)?.pdf;
      return bytes === undefined ? { kind: "missing" } : { kind: "found", bytes, requestId: "req_1" };
    },
    async getPlan(id) {
      await fake.getMigration(id);
      return known(fake.plans.get(id));
    },
    async getPerformanceComparison(id) {
      await fake.getMigration(id);
      const json = known(fake.comparisons.get(id));
      return { json, bytes: new TextEncoder().encode(JSON.stringify(json)), requestId: "req_1" };
    },
    archiveMigration: (id, options) => operate("archiveMigration", id, options),
    deleteCheckpoints: (id, options) => operate("deleteCheckpoints", id, options),
    releaseTemporaryStorage: (id, options) => operate("releaseTemporaryStorage", id, options),
    async openExport(id, options) {
      await fake.getMigration(id);
      return streamOf(known(fake.exports.get(id)), options?.offset ?? 0);
    },
    downloadExport: (id, options) => fake.openExport(id, options),
    async ping() {
      if (fake.fault !== undefined) throw fake.fault;
    },
  };

  async function operate(
    name: keyof SenseiOperations,
    migrationId: string,
    { idempotencyKey }: OperationOptions,
  ): Promise<OperationAnswer> {
    fake.operations.push({ name, migrationId, idempotencyKey });
    if (fake.fault !== undefined) throw fake.fault;
    const outcome = fake.outcomes.shift() ?? anAnswer();
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  return fake;
}

/** What Sensei answers to a changing call that it has carried out. */
export function anAnswer(different: Partial<OperationAnswer> = {}): OperationAnswer {
  return { kind: "done", status: 200, requestId: "req_1", body: {}, message: undefined, ...different };
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw senseiFault("nothing_there");
  return value;
}

function streamOf(all: Uint8Array, offset: number): ExportStream {
  return {
    bytes: (async function* () {
      yield all.subarray(offset);
    })(),
    offset,
    totalBytes: all.length,
    etag: '"fake"',
    resumable: true,
    requestId: "req_1",
    close: () => undefined,
  };
}

class FakeFault extends Error implements SenseiFault {
  override readonly name = "SenseiError";
  readonly code: SenseiFaultCode;
  readonly retryable = true;
  readonly effect: SenseiFault["effect"];
  readonly status = undefined;
  readonly requestId = "req_1";
  readonly sentence: string;

  constructor(code: SenseiFaultCode, effect: SenseiFault["effect"]) {
    super(`Sensei ${code}`);
    this.code = code;
    this.effect = effect;
    this.sentence = `Sensei says ${code}. Try again.`;
  }
}

/** A failed call as the client reports it; `effect` says what a changing call may have done. */
export function senseiFault(code: SenseiFaultCode, effect: SenseiFault["effect"] = "none"): SenseiFault {
  return new FakeFault(code, effect);
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
    resources: unknownResources,
    timing: {
      createdAt: undefined,
      startedAt: undefined,
      completedAt: Temporal.Instant.from("2026-03-02T01:30:00Z"),
    },
    ...different,
  };
}
