import type { Completion, Template } from "./template.ts";

/** Ids of the items that this evidence completes, in the template's order. */
export function idsCompletedBy(template: Template, evidence: Completion): readonly string[] {
  return template.lists.flatMap(({ items }) =>
    items.filter(({ completed_by }) => completed_by === evidence).map(({ id }) => id),
  );
}
