import type { Certificates } from "./certificates.ts";
import type { SimulatedMigration } from "./example-migrations.ts";
import type { JsonObject } from "./http.ts";

/** The vendor's own example, whose figures are the ones that its pages show. */
const referenceId = "mig_hr_prod_2026";

const overallByStatus: Readonly<Record<string, string>> = {
  certified: "passed",
  archived: "passed",
  completed: "passed_with_warnings",
  failed: "failed",
  validating: "partial",
};

/** The validations of one migration: one if it came that far, none before. */
export function validationsOf(
  migration: SimulatedMigration,
  certificates: Certificates,
): readonly JsonObject[] {
  const overall = overallByStatus[String(migration.wire["status"])];
  return overall === undefined ? [] : [validation(migration, overall, certificates.of(migration)?.id)];
}

/** The validation id belongs to the migration's for good: `val_hr_prod_2026`. */
export function migrationIdOf(validationId: string): string {
  return validationId.replace(/^val_/, "mig_");
}

function validation(
  migration: SimulatedMigration,
  overall: string,
  certificateId: string | undefined,
): JsonObject {
  const good = overall === "passed";
  return {
    id: migration.id.replace(/^mig_/, "val_"),
    migration_id: migration.id,
    status: "completed",
    overall_result: overall,
    confidence_score: good ? 0.997 : 0.942,
    results: results(migration, overall),
    certificate_id: certificateId ?? null,
    completed_at: completedAt(migration),
    engine_build: "2026.02.3",
  };
}

function results(migration: SimulatedMigration, overall: string): JsonObject {
  const last = overall === "passed" ? "passed" : overall === "failed" ? "failed" : "warning";
  return {
    structural: { status: "passed", score: 1, objects_checked: migration.tables },
    statistical: { status: "passed", score: 0.998, records_compared: migration.records },
    referential: { status: "passed", score: 1, constraints_checked: migration.tables * 2 },
    semantic: { status: "passed", score: 0.994, rules_checked: 312 },
    behavioral: {
      status: last,
      score: last === "passed" ? 0.996 : 0.871,
      queries_replayed: 12_000,
      exact_matches: last === "passed" ? 11_943 : 10_410,
      semantic_matches: last === "passed" ? 52 : 1042,
      divergences: last === "passed" ? 5 : 548,
    },
  };
}

function completedAt(migration: SimulatedMigration): unknown {
  const { timing } = migration.wire;
  return typeof timing === "object" && timing !== null && "completed_at" in timing
    ? timing.completed_at
    : null;
}

/** The plan, as it was approved or waits for it. */
export function planOf(migration: SimulatedMigration): JsonObject {
  const { status, created_at } = migration.wire;
  const open = ["created", "analyzing", "planning", "plan_ready", "awaiting_approval"].includes(
    String(status),
  );
  return {
    id: migration.id.replace(/^mig_/, "plan_"),
    migration_id: migration.id,
    status: open ? "draft" : "approved",
    approved_at: open ? null : created_at,
    approved_by: open ? null : "tom@example.com",
    summary: {
      tables: migration.tables,
      columns: migration.tables * 13,
      estimated_duration_seconds: Math.round(migration.records / 10_000),
      estimated_cost_usd: migration.id === referenceId ? 15_000 : Math.round(migration.tables * 61),
    },
    strategy: { cutover: "blue_green", rollback_window_hours: 168 },
  };
}
