import type { Template } from "../template/template.ts";
import type { Item } from "./item.ts";

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

/** When an item is completed by its evidence, after "it completes itself once". */
export const completionWords: Readonly<Record<Completion, string>> = {
  certificate: "every recipient has the certificate",
  baseline: "the comparison was documented for the stakeholders and nothing in it waits for a decision",
  cleanup: "everything temporary is released or deleted",
  archival: "every artifact of the procedure is archived",
  retrospective: "the retrospective was held and closed",
  report: "the final report is frozen",
  project_acceptance: "the acceptance of the final report is approved",
  decommission_source: "the decommissioning is approved by a sign-off",
  budget: "the budget is reconciled",
  review: "somebody else has reviewed what has changed",
  documents: "every document was reviewed or skipped",
  handover: "everybody who has to has confirmed",
  decommission: "every step of the decommissioning is settled",
  closing: "the closeout is closed",
};

/**
 * The evidence that was to complete an item which somebody has marked as done by hand; `undefined` where it was there, or where the
 * procedure names none. A review is somebody's own act, so who asks says whether there was one.
 */
export function insteadOfEvidence(
  template: Template,
  { id, state }: Item,
  isReviewed: (itemId: string) => boolean,
): Completion | undefined {
  if (state.kind !== "done" || "system" in state.by) return undefined;
  const evidence = template.lists.flatMap(({ items }) => items).find((one) => one.id === id)?.completed_by;
  return evidence === "review" && isReviewed(id) ? undefined : evidence;
}
