import type { Temporal } from "temporal-polyfill";
import type { Item, ItemNote } from "../checklist/item.ts";
import type { Closeout } from "../closeout.ts";
import type { SignoffRequest } from "../signoff/signoff.ts";
import type { Template } from "../template/template.ts";
import type { Blocker, CleanupFacts, OperationKind, SenseiOperationKind } from "./cleanup-facts.ts";
import type { Operation } from "./operation.ts";

/** What one Sensei operation would do now, and what has become of it. */
export type PlannedOperation = {
  readonly kind: SenseiOperationKind;
  readonly latest: Operation | undefined;
  /** The latest sign-off that was asked for its release. */
  readonly release: ReleaseRef | undefined;
  /** Empty when nothing is known of the migration: then the operation reads it before it does anything. */
  readonly blockers: readonly Blocker[];
};

/** One infrastructure task. */
export type CleanupTask = {
  readonly item: Item;
  /** The latest note or link. */
  readonly note: ItemNote | undefined;
  /** Whether the company's automation can do it. */
  readonly automated: boolean;
  readonly latest: Operation | undefined;
};

/** The whole plan, as drawn at one moment. */
export type CleanupView = {
  readonly closeout: Closeout;
  readonly now: Temporal.Instant;
  readonly known: { readonly facts: CleanupFacts; readonly readAt: Temporal.Instant } | undefined;
  /** Why Sensei could not be read just now; the facts, if any, are older ones. */
  readonly unavailable: string | undefined;
  readonly operations: readonly PlannedOperation[];
  readonly tasks: readonly CleanupTask[];
};

/** A sign-off by which an operation is released, as messages name and show it. */
export type ReleaseRef = Pick<SignoffRequest, "id" | "number">;

/** The latest request for the release of an operation; the requests are those of its closeout, oldest first. */
export function releaseOf(
  requests: readonly SignoffRequest[],
  operationId: string,
): SignoffRequest | undefined {
  return requests.findLast(
    ({ effect }) => effect.kind === "release_operation" && effect.operation === operationId,
  );
}

/** The latest operation of a kind, and of a task where it is one. */
export function latestOf(
  operations: readonly Operation[],
  kind: OperationKind,
  task?: string,
): Operation | undefined {
  return operations.find((operation) => operation.kind === kind && operation.task === task);
}

/** Ids of the lists that detail an item which the cleanup completes: the infrastructure tasks. */
export function infrastructureLists(template: Template): readonly string[] {
  const completed = template.lists.flatMap(({ items }) =>
    items.filter(({ completed_by }) => completed_by === "cleanup").map(({ id }) => id),
  );
  return template.lists
    .filter(({ parent }) => parent !== undefined && completed.includes(parent))
    .map(({ id }) => id);
}

/**
 * Why the cleanup counts as done, or `undefined` while it does not: temporary storage is released, checkpoints are deleted or
 * expressly kept for audit, and every infrastructure task is settled. Archiving the migration may come later.
 */
export function cleanupDone(operations: readonly Operation[], tasks: readonly Item[]): string | undefined {
  const checkpoints = latestOf(operations, "checkpoints");
  const kept = checkpoints?.state === "refused";
  if (latestOf(operations, "storage")?.state !== "succeeded") return undefined;
  if (!kept && checkpoints?.state !== "succeeded") return undefined;
  if (tasks.some(({ state }) => state.kind === "open")) return undefined;
  const fate = kept ? "kept for audit" : "deleted";
  const infrastructure =
    tasks.length === 0 ? "" : `, and ${tasks.map(({ id }) => id).join(", ")} are settled`;
  return `temporary storage is released, checkpoints are ${fate}${infrastructure}`;
}
