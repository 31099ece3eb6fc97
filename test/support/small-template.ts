import { createHash } from "node:crypto";
import { parseTemplate } from "../../src/domain/template/template.ts";
import type { Deps } from "../../src/usecases/deps.ts";

/**
 * A procedure small enough to count by hand: W1 (the owner's), W2 (nobody's) and W3 (the operations lead's) fall due a week
 * after the cutover, and Q1 is never spoken of.
 */
export const smallTemplateText = `
version: 1
name: Small procedure
settings:
  digest_time: "09:00"
  quiet: { from: "18:00", to: "08:00" }
  working_days: [monday, tuesday, wednesday, thursday, friday]
  escalation: { owner_after_days: 1, sponsor_after_days: 3 }
lists:
  - id: week
    title: First week
    due: P7D
    reminders: { before: [{ working_days: 1 }], at_due: true, overdue: daily, ignores_quiet_hours: false }
    items:
      - { id: W1, title: Compare baselines, hint: Look twice., assignee: owner }
      - { id: W2, title: Ask the users }
      - { id: W3, title: Clean up, assignee: operations_lead }
  - id: silent
    title: Kept quiet
    parent: W3
    due: P28D
    reminders: { before: [], at_due: false, overdue: never, ignores_quiet_hours: false }
    items:
      - { id: Q1, title: Take the final backup }
decommission:
  prerequisites: silent
  steps: silent
  timeline: [{ id: all, title: All of it }]
certificate_recipients: []
artifacts: []
`;

/** A template as the use cases are given it. Throws what is wrong with it. */
export function templateFrom(text: string): Deps["template"] {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.problems.join("\n"));
  const sha256 = createHash("sha256").update(text).digest("hex");
  return { template: parsed.template, source: parsed.source, sha256 };
}
