import type { Temporal } from "temporal-polyfill";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import { documentItems } from "./read-handover.ts";

/**
 * Completes the documentation's item once each document is reviewed or skipped, and at least one is reviewed. To be called after whatever
 * may be the last.
 */
export async function completeDocuments(
  change: CloseoutChange,
  template: Template,
  now: Temporal.Instant,
): Promise<void> {
  const ids = documentItems(template);
  const documents = (await change.items()).filter(({ id }) => ids.includes(id));
  if (documents.some(({ state }) => state.kind === "open")) return;
  if (!documents.some(({ state }) => state.kind === "done")) return;
  await completeByEvidence(change, template, "documents", "every document was reviewed or skipped", now);
}
