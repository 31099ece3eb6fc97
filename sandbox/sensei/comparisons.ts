import { z } from "zod";
import type { SimulatedMigration } from "./example-migrations.ts";
import { isObject, type JsonObject } from "./http.ts";

const variants = ["as_measured", "missing_values", "zeros", "disagreeing", "regression"] as const;

/** Another comparison for a migration: an odd one, or a new measurement whose members replace those that were there. */
export const comparisonChoice = z.strictObject({
  migration_id: z.string(),
  variant: z.enum(variants).default("as_measured"),
  comparison: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  notes: z.array(z.string()).optional(),
});

type Choice = z.infer<typeof comparisonChoice>;

/** The performance comparisons, as measured unless it was told otherwise. */
export class Comparisons {
  readonly #choices = new Map<string, Choice>();

  choose(choice: Choice): void {
    this.#choices.set(choice.migration_id, choice);
  }

  /** The reference figures for the vendor's own example, figures scaled by size for the others. */
  of(migration: SimulatedMigration): JsonObject {
    const choice = this.#choices.get(migration.id);
    const comparison = merge(measured(migration), [
      oddities[choice?.variant ?? "as_measured"],
      choice?.comparison ?? {},
    ]);
    return { migration_id: migration.id, comparison, notes: choice?.notes ?? usualNotes };
  }
}

type Parts = Readonly<Record<string, JsonObject>>;

const usualNotes = [
  "Target uses columnar storage, improving analytics queries",
  "Compression enabled on target",
  "Indexes optimized for actual query patterns",
];

function measured(migration: SimulatedMigration): Parts {
  const reference = migration.id === "mig_hr_prod_2026";
  const storage = reference ? 127 : Math.max(1, Math.round(migration.records / 400_000));
  const target = reference ? 98 : Math.max(1, Math.round(storage * 0.81));
  return {
    query_latency: { source_p95_ms: 145, target_p95_ms: 87, improvement: "40%" },
    throughput: { source_qps: 1200, target_qps: 2400, improvement: "100%" },
    storage: {
      source_gb: storage,
      target_gb: target,
      reduction: `${Math.round((1 - target / storage) * 100)}%`,
    },
  };
}

const oddities: Readonly<Record<Choice["variant"], Parts>> = {
  as_measured: {},
  missing_values: {
    query_latency: { source_p95_ms: null },
    throughput: { target_qps: undefined, improvement: undefined },
    storage: { source_gb: "n/a", reduction: null },
  },
  zeros: {
    query_latency: { source_p95_ms: 0, improvement: "0%" },
    throughput: { source_qps: 0, improvement: "100%" },
    storage: { source_gb: 0, target_gb: 0, reduction: "0%" },
  },
  disagreeing: {
    query_latency: { improvement: "60%" },
    storage: { reduction: "32%" },
  },
  regression: {
    query_latency: { target_p95_ms: 210, improvement: "-45%" },
    throughput: { target_qps: 1100, improvement: "-8%" },
  },
};

function merge(base: Parts, changes: readonly Parts[]): Parts {
  return changes.reduce<Parts>((sofar, change) => {
    const changed = Object.entries(change).map(([name, part]) => {
      const before = sofar[name];
      return [name, { ...(isObject(before) ? before : {}), ...part }] as const;
    });
    return { ...sofar, ...Object.fromEntries(changed) };
  }, base);
}
