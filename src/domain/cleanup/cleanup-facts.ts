import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import { assertNever } from "../assert-never.ts";
import { type Migration, type MigrationStatus, migrationStatuses } from "../migration.ts";
import { storableText } from "../typed-text.ts";

/** What cleaning up can do. `task` is one infrastructure task, done by the company's own automation. */
export const operationKinds = ["storage", "checkpoints", "migration", "task"] as const;
export type OperationKind = (typeof operationKinds)[number];
/** Those that Sensei carries out, in the order in which they are offered. */
export const senseiOperations = [
  "storage",
  "checkpoints",
  "migration",
] as const satisfies readonly OperationKind[];
export type SenseiOperationKind = (typeof senseiOperations)[number];

/** Whether the export lies verified in the archive; `missing` names what does not. */
export type ArchivalState = { readonly complete: boolean; readonly missing: readonly string[] };

/** What a plan is drawn from, as kept with an operation. `null` is unknown, never gone. */
export const cleanupFactsSchema = z.object({
  status: z.enum([...migrationStatuses, "unknown"]),
  vendorStatus: z.string(),
  checkpoints: z.object({ present: z.boolean(), count: z.number().nullable() }).nullable(),
  storage: z.object({ present: z.boolean(), gigabytes: z.number().nullable() }).nullable(),
  archival: z.object({ complete: z.boolean(), missing: z.array(z.string()).readonly() }),
});
export type CleanupFacts = Readonly<z.infer<typeof cleanupFactsSchema>>;

/** The facts of a migration as Sensei describes it and the archive knows it. */
export function cleanupFacts(migration: Migration, archival: ArchivalState): CleanupFacts {
  const { checkpoints, temporaryStorage } = migration.resources;
  return {
    status: migration.status,
    vendorStatus: storableText(migration.vendorStatus),
    checkpoints:
      checkpoints === undefined ? null : { present: checkpoints.present, count: checkpoints.count ?? null },
    storage:
      temporaryStorage === undefined
        ? null
        : { present: temporaryStorage.present, gigabytes: temporaryStorage.gigabytes ?? null },
    archival: { complete: archival.complete, missing: [...archival.missing] },
  };
}

/**
 * SHA-256 of what matters to one kind of operation: when it is another one than that of the plan somebody clicked on, they
 * decided on something else, and the operation is refused.
 */
export function factsHash(kind: OperationKind, facts: CleanupFacts): string {
  const { vendorStatus, archival } = facts;
  // Half characters have no canonical JSON; whoever wrote them, they must not keep a plan from being shown.
  const plain = {
    ...facts,
    vendorStatus: storableText(vendorStatus),
    archival: { ...archival, missing: archival.missing.map(storableText) },
  };
  const canonical = canonicalize({ kind, ...relevant(kind, plain) });
  if (canonical === undefined) throw new TypeError("Facts have no canonical JSON");
  return createHash("sha256").update(canonical).digest("hex");
}

function relevant(kind: OperationKind, { status, vendorStatus, ...facts }: CleanupFacts) {
  switch (kind) {
    case "storage":
      return { status, vendorStatus, storage: facts.storage };
    case "checkpoints":
      return { status, vendorStatus, checkpoints: facts.checkpoints };
    case "migration":
      return { status, vendorStatus, archival: facts.archival };
    case "task":
      return { status, vendorStatus };
    default:
      return assertNever(kind);
  }
}

/** What a look at the migration says of an operation: its effect is there, is not, or cannot be seen. */
export type Reading = "applied" | "not_applied" | "unknown";

/** Reads the effect of a Sensei operation out of the facts. What Sensei does not say is unknown. */
export function readingOf(kind: SenseiOperationKind, facts: CleanupFacts): Reading {
  switch (kind) {
    case "storage":
      return appliedUnless(facts.storage?.present);
    case "checkpoints":
      return appliedUnless(facts.checkpoints?.present);
    case "migration":
      if (facts.status === "archived") return "applied";
      return facts.status === "unknown" ? "unknown" : "not_applied";
    default:
      return assertNever(kind);
  }
}

function appliedUnless(present: boolean | undefined): Reading {
  if (present === undefined) return "unknown";
  return present ? "not_applied" : "applied";
}

/** How much of what an operation removes is gone, 0 to 1, given what was there; `undefined` when that is not known. */
export function shareDone(kind: OperationKind, before: CleanupFacts, now: CleanupFacts): number | undefined {
  const [had, has] =
    kind === "storage"
      ? [before.storage?.gigabytes, now.storage?.gigabytes]
      : kind === "checkpoints"
        ? [before.checkpoints?.count, now.checkpoints?.count]
        : [];
  if (typeof had !== "number" || typeof has !== "number" || had <= 0) return undefined;
  return Math.min(1, Math.max(0, (had - has) / had));
}

/** Why an operation must not run. An override with a reason lifts `export_not_archived`, and nothing else. */
export type Blocker =
  | { readonly kind: "rolled_back"; readonly status: "rolling_back" | "rolled_back" }
  | { readonly kind: "not_finished"; readonly vendorStatus: string }
  | { readonly kind: "export_not_archived"; readonly missing: readonly string[] };

const finished: readonly MigrationStatus[] = ["completed", "certified", "archived"];

/**
 * What blocks an operation by these facts: a rollback stops everything, and so does a migration that is not known to be
 * finished; a migration is archived at Sensei only when its export lies in our archive. (Procedure, "Resource Cleanup".)
 */
export function blockersOf(
  kind: OperationKind,
  facts: CleanupFacts,
  overridden: boolean,
): readonly Blocker[] {
  const { status, vendorStatus, archival } = facts;
  if (status === "rolling_back" || status === "rolled_back") return [{ kind: "rolled_back", status }];
  if (!finished.includes(status)) return [{ kind: "not_finished", vendorStatus }];
  return kind === "migration" && status !== "archived" && !archival.complete && !overridden
    ? [{ kind: "export_not_archived", missing: archival.missing }]
    : [];
}
