import { latestOf } from "../../domain/cleanup/cleanup.ts";
import { isLive, type Operation } from "../../domain/cleanup/operation.ts";
import type { CloseoutChange } from "../../ports.ts";

/** The run of the company's automation that is at a step; `undefined` where none is. */
export async function runOf(change: CloseoutChange, step: string): Promise<Operation | undefined> {
  const run = latestOf(await change.operations.latest(), "task", step);
  return run !== undefined && isLive(run) ? run : undefined;
}
