import { dueMoment } from "../checklist/due.ts";
import type { Closeout } from "../closeout.ts";
import type { Backup } from "./decommission.ts";
import type { DecommissionPlan } from "./decommission-plan.ts";

/**
 * The plan as people approve it, in Markdown: the source, the timeline, what has to be there, the final backup, and the steps. The
 * same plan is the same bytes; another backup makes another plan. It names roles and no persons, and what has been done is not part of it.
 */
export function planDocumentText(
  { name, migration, cutover, timeZone }: Pick<Closeout, "name" | "migration" | "cutover" | "timeZone">,
  plan: DecommissionPlan,
  backup: Backup | undefined,
): string {
  const day = (from: string) =>
    dueMoment(cutover, timeZone, from)
      .toZonedDateTimeISO(timeZone)
      .toPlainDateTime()
      .toString({ smallestUnit: "minute" })
      .replace("T", " ");
  const paragraphs = [
    `# Plan: decommissioning of ${words(migration.source)}`,
    [
      `- Closeout: ${words(name)}`,
      `- Migration: ${words(migration.id)} (${words(migration.engines)})`,
      `- Source: ${words(migration.source)}`,
      `- Target: ${words(migration.target)}`,
      `- Cutover: ${day("PT0S")} (${timeZone})`,
    ].join("\n"),
    "## Timeline",
    plan.stages.map(({ title, from }) => `- from ${day(from)}: ${words(title)}`).join("\n"),
    `Nothing is decommissioned before ${day(plan.notBefore)}. A report that somebody still uses the source begins the period (${plan.confidence}) anew. Opening earlier takes the business sponsor and the compliance officer.`,
    "## What has to be there",
    plan.prerequisites.map(({ id, title }) => `- ${id} ${words(title)}`).join("\n"),
    "## Final backup",
    backup === undefined ? "None was recorded yet." : backupLines(backup),
    "## Steps, in this order",
    plan.steps.map((step, at) => `${at + 1}. ${step.id} ${words(step.title)}${traits(step)}`).join("\n"),
    "Steps are taken by the owner, the technical lead or the operations lead.",
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function traits({ wait, irreversible, undoable, optional }: DecommissionPlan["steps"][number]): string {
  const parts = [
    wait === undefined ? undefined : `a wait of ${wait} that nobody can shorten`,
    irreversible ? "cannot be undone; two people" : undefined,
    undoable ? "can be undone until something irreversible is done" : undefined,
    optional ? "where it applies" : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

function backupLines({ location, size, checksum, restore }: Backup): string {
  return [
    `- Location: ${words(location)}`,
    `- Size: ${words(size)}`,
    `- Checksum: ${words(checksum)}`,
    `- Restored on ${restore.on} as a test: ${words(restore.words)}`,
  ].join("\n");
}

/** Somebody's words on one line, so that they begin no heading or list of their own. */
function words(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[\\`*_[\]<>#|]/gu, "\\$&");
}
