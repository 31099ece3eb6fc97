import type { Template } from "../template/template.ts";

/** Evidence that completes an item without anybody ticking it off. */
export const completions = [
  "certificate",
  "baseline",
  "cleanup",
  "archival",
  "retrospective",
  "report",
  "project_acceptance",
  "decommission_source",
  "budget",
  /** A document, by the review of what has changed in it. */
  "review",
  /** All documents together. */
  "documents",
  "handover",
  "decommission",
  /** Closing the closeout itself. */
  "closing",
] as const;
export type Completion = (typeof completions)[number];

/** Ids of the items that this evidence completes, in the template's order. */
export function idsCompletedBy(template: Template, evidence: Completion): readonly string[] {
  return template.lists.flatMap(({ items }) =>
    items.filter(({ completed_by }) => completed_by === evidence).map(({ id }) => id),
  );
}
