import type { Temporal } from "temporal-polyfill";
import { releaseOf } from "../../domain/cleanup/cleanup.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { decommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import type { Notice } from "../../domain/notice.ts";
import type { CleanupSubject } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { drawPlan } from "./read-cleanup.ts";

export type ComposeCleanupDeps = Pick<Deps, "clock" | "closeouts" | "operations" | "automation" | "signoffs">;

/** What a message of the cleanup says now. Composing asks the store only, never Sensei. */
export async function composeCleanup(
  deps: ComposeCleanupDeps,
  closeout: Closeout,
  subject: CleanupSubject,
  now: Temporal.Instant,
): Promise<Notice | undefined> {
  if (subject.kind === "cleanup_plan") {
    const known = await deps.operations.facts(closeout.id);
    return { kind: "cleanup_plan", view: await drawPlan(deps, closeout, known, undefined) };
  }
  const operation = await deps.operations.get(subject.operation);
  if (operation === undefined) return undefined;
  if (subject.kind === "release_request") return { kind: subject.kind, closeout, operation, now };
  const release = releaseOf(await deps.signoffs.all(closeout.id), operation.id);
  const steps = decommissionPlan(await templateOf(deps, closeout))?.steps;
  const step = steps?.find(({ id }) => id === operation.task);
  return { kind: subject.kind, closeout, operation, release, step, now };
}
