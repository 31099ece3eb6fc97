import { type Baseline, readBaseline } from "../../src/domain/baseline/baseline.ts";

/** The vendor's own example of a comparison. */
export const referenceComparison = {
  comparison: {
    query_latency: { source_p95_ms: 145, target_p95_ms: 87, improvement: "40%" },
    throughput: { source_qps: 1200, target_qps: 2400, improvement: "100%" },
    storage: { source_gb: 127, target_gb: 98, reduction: "23%" },
  },
  notes: [
    "Target uses columnar storage, improving analytics queries",
    "Compression enabled on target",
    "Indexes optimized for actual query patterns",
  ],
};

export function comparisonBytes(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}

/** The baseline of a comparison with these metrics, as JSON. */
export function baselineOf(comparison: Readonly<Record<string, unknown>>, notes?: unknown): Baseline {
  const read = readBaseline(comparisonBytes({ comparison, notes }));
  if (!read.ok) throw new Error(read.fault);
  return read.baseline;
}

/** The same with queries that are half as slow again as before. */
export const worseComparison = {
  ...referenceComparison,
  comparison: {
    ...referenceComparison.comparison,
    query_latency: { source_p95_ms: 100, target_p95_ms: 150, improvement: "-50%" },
  },
};
