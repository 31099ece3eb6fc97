import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { completeItem, longestNote, readNote } from "../../domain/checklist/item-rules.ts";
import type { Operation } from "../../domain/cleanup/operation.ts";
import { system } from "../../domain/identity.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { isStepRun, settleStepRun } from "../decommission/step-automation.ts";

/** An automation that has done its task settles the item, with its log as evidence in the name of whoever asked for it. */
export async function settleTask(
  change: CloseoutChange,
  template: Template,
  operation: Operation,
  now: Temporal.Instant,
): Promise<void> {
  const { task, receipt, state } = operation;
  if (isStepRun(template, operation)) return await settleStepRun(change, template, operation, now);
  if (state !== "succeeded" || task === undefined) return;
  const item = await change.item(task);
  if (item === undefined) return;
  const words = receipt?.logUrl ?? receipt?.message;
  const read = words === undefined ? undefined : readNote(words.slice(0, longestNote), "either");
  if (read?.kind === "accepted") {
    const about = { id: randomUUID(), closeoutId: item.closeoutId, itemId: item.id };
    await change.addNote({ ...about, by: operation.requestedBy, at: now, ...read.note });
  }
  const outcome = completeItem(item, system, now);
  if (outcome.kind !== "changed") return;
  await change.saveItem(outcome.item);
  await change.replan(item.id, []);
  await change.record({
    actor: system,
    kind: "item.completed",
    data: {
      item: item.id,
      title: item.title,
      because: "the company's automation did it",
      operation: operation.id,
    },
  });
  await change.refresh([item.id]);
}
