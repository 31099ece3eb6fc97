import { Temporal } from "temporal-polyfill";
import type { CleanupView } from "../../src/domain/cleanup/cleanup.ts";
import type { CleanupFacts } from "../../src/domain/cleanup/cleanup-facts.ts";
import { blockersOf, senseiOperations } from "../../src/domain/cleanup/cleanup-facts.ts";
import { newOperation, type Operation } from "../../src/domain/cleanup/operation.ts";
import { tom } from "../domain/examples.ts";

/** What the example migration holds after its cutover. */
export const someFacts: CleanupFacts = {
  status: "certified",
  vendorStatus: "certified",
  checkpoints: { present: true, count: 12 },
  storage: { present: true, gigabytes: 14 },
  archival: { complete: true, missing: [] },
};

/** An operation that tom has asked for. */
export function anOperation(different: Partial<Operation> = {}): Operation {
  const fresh = newOperation({
    id: "7d5cf0f2-6f0e-4a53-9a43-4c8f6f4b0a01",
    closeoutId: "c1",
    kind: "storage",
    task: undefined,
    by: tom,
    at: Temporal.Instant.from("2026-03-02T09:00:00Z"),
    override: undefined,
  });
  return { ...fresh, facts: someFacts, ...different };
}

/** A plan of which nothing has been done. */
export function cleanupView({
  facts = someFacts,
  ...given
}: Pick<CleanupView, "closeout" | "now"> &
  Partial<CleanupView> & { readonly facts?: CleanupFacts }): CleanupView {
  return {
    known: { facts, readAt: given.now },
    unavailable: undefined,
    operations: senseiOperations.map((kind) => ({
      kind,
      latest: undefined,
      release: undefined,
      blockers: blockersOf(kind, facts, false),
    })),
    tasks: [],
    ...given,
  };
}
