import { z } from "zod";

/** The three figures that a baseline compares. */
export const metricNames = ["query_latency", "throughput", "storage"] as const;
export const metricNameSchema = z.enum(metricNames);
export type MetricName = z.infer<typeof metricNameSchema>;

const by = z.object({ user: z.string(), name: z.string() });

/**
 * A regression beyond the tolerance, and what became of it. Numbers are kept as they were written. `at` are ISO instants in
 * UTC. A waiver covers a regression as it was when it was waived, not a worse one.
 */
export const findingSchema = z.object({
  metric: metricNameSchema,
  source: z.string(),
  target: z.string(),
  /** How many percent worse the target is, with two decimals: `12.50`. */
  worsePercent: z.string(),
  tolerancePercent: z.number(),
  state: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("open") }),
    z.object({ kind: z.literal("waived"), by, at: z.string(), reason: z.string() }),
    /** A later measurement lies within the tolerance. */
    z.object({ kind: z.literal("resolved"), at: z.string(), source: z.string(), target: z.string() }),
  ]),
});
export type Finding = z.infer<typeof findingSchema>;

/** Why a figure cannot be compared. Zero latency and zero storage were not measured; neither was anything below zero. */
export type NotComparable = "missing" | "unreadable" | "negative" | "zero";

/** Words of a waiver that say something, in characters. */
export const waiverReasonLength = { min: 3, max: 500 } as const;
export const waiverReasonSchema = z.string().trim().min(waiverReasonLength.min).max(waiverReasonLength.max);
