/**
 * What the use cases need from the world, as interfaces: one file for each neighbour. Adapters in `src/*` implement them; only
 * `main.ts` knows which.
 */

export type { CallOutcome, Look } from "./domain/cleanup/operation.ts";
export type * from "./ports/archival-evidence.ts";
export * from "./ports/archive.ts";
export type * from "./ports/artifacts.ts";
export type * from "./ports/automation.ts";
export type * from "./ports/baselines.ts";
export type * from "./ports/budgets.ts";
export type * from "./ports/bundles.ts";
export type * from "./ports/certificates.ts";
export type * from "./ports/chat.ts";
export type * from "./ports/closings.ts";
export type * from "./ports/decommissions.ts";
export type * from "./ports/export-intake.ts";
export type * from "./ports/handovers.ts";
export type * from "./ports/ledgers.ts";
export type * from "./ports/operations.ts";
export type * from "./ports/paper.ts";
export type * from "./ports/pictures.ts";
export type * from "./ports/queue.ts";
export type * from "./ports/rate-gate.ts";
export type * from "./ports/reports.ts";
export type * from "./ports/retros.ts";
export * from "./ports/sensei.ts";
export type * from "./ports/signer.ts";
export type * from "./ports/signoffs.ts";
export type * from "./ports/store.ts";
export type * from "./ports/subject.ts";
export type * from "./ports/time.ts";
export type * from "./ports/vendor-events.ts";
