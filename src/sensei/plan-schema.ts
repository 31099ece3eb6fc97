import { z } from "zod";
import type { MigrationPlan } from "../ports.ts";
import { count, lenient, text } from "./lenient.ts";
import { moment } from "./moment.ts";

const amount = z.union([
  z.number().nonnegative(),
  z
    .string()
    .regex(/^\s*\$?\s*[\d,]{1,15}(?:\.\d+)?\s*$/)
    .transform((words) => Number(words.replaceAll(/[$,\s]/g, ""))),
]);

const wireSchema = z.object({
  id: lenient(text),
  status: lenient(text),
  approved_at: lenient(moment),
  approved_by: lenient(text),
  summary: lenient(
    z.object({
      tables: lenient(count),
      columns: lenient(count),
      estimated_duration_seconds: lenient(amount),
      estimated_cost_usd: lenient(amount),
    }),
  ),
  strategy: lenient(z.object({ rollback_window_hours: lenient(amount) })),
});

/** A plan as the vendor sends it; `undefined` when the answer is no object at all. */
export function parsePlan(json: unknown): MigrationPlan | undefined {
  const parsed = wireSchema.safeParse(json);
  if (!parsed.success) {
    return undefined;
  }
  const { id, status, approved_at, approved_by, summary, strategy } = parsed.data;
  return {
    id,
    status,
    approvedAt: approved_at,
    approvedBy: approved_by,
    tables: summary?.tables,
    columns: summary?.columns,
    estimatedDurationSeconds: summary?.estimated_duration_seconds,
    estimatedCostUsd: summary?.estimated_cost_usd,
    rollbackWindowHours: strategy?.rollback_window_hours,
    json,
  };
}
