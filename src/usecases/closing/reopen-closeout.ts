import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { idsCompletedBy } from "../../domain/checklist/completed-by.ts";
import { reopenItem } from "../../domain/checklist/item-rules.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf, system } from "../../domain/identity.ts";
import { readReason } from "../../domain/reason.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { planOccurrences } from "../checklist/plan-occurrences.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { type ClosingInput, type ClosingRefusal, refuseToClose } from "./read-closing.ts";

export type ReopenCloseoutInput = ClosingInput & { readonly reason: string };

export type ReopenCloseoutOutcome =
  | { readonly kind: "reopened"; readonly closeout: Closeout }
  | { readonly kind: "open"; readonly closeout: Closeout }
  /** Its channel or its migration has another open closeout by now. */
  | { readonly kind: "taken"; readonly closeout: Closeout }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | ClosingRefusal;

/**
 * Opens a closed closeout again, for a reason. Reminders are planned from this moment on, so that nothing of the time in between is caught
 * up; the item of the formal closing is open again. Sign-offs that ended stay ended.
 */
export async function reopenCloseout(
  deps: Pick<Deps, "clock" | "closeouts" | "queue" | "log">,
  { closeoutId, member, reason }: ReopenCloseoutInput,
): Promise<ReopenCloseoutOutcome> {
  const known = await deps.closeouts.get(closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const { result, lanes } = await deps.closeouts.change<ReopenCloseoutOutcome>(closeoutId, async (change) => {
    const { closeout } = change;
    const refusal = refuseToClose(closeout, member);
    if (refusal !== undefined) return refusal;
    if (closeout.status === "open") return { kind: "open", closeout };
    const read = readReason(reason);
    if (!read.ok) return { kind: "invalid", closeout, message: read.message };
    if ((await change.closing.reopen()) === "taken") return { kind: "taken", closeout };
    const number = (await change.closing.count()) + 1;
    await change.record({
      actor: personOf(member),
      kind: "closeout.reopened",
      data: { name: closeout.name, reason: read.reason },
    });
    await reopenClosingItems(change, template);
    await planAgain(change, template, deps.clock.now());
    await change.refresh((await change.items()).map(({ id }) => id));
    const conversation = { kind: "channel", channel: closeout.channel } as const;
    await change.post([{ id: randomUUID(), conversation, subject: { kind: "closing", number } }]);
    return { kind: "reopened", closeout: { ...closeout, status: "open" } };
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

/** What closing had completed waits for the next closing. What people had settled otherwise stays settled. */
async function reopenClosingItems(change: CloseoutChange, template: Template): Promise<void> {
  for (const id of idsCompletedBy(template, "closing")) {
    const item = await change.item(id);
    if (item?.state.kind !== "done") continue;
    const outcome = reopenItem(item);
    if (outcome.kind !== "changed") continue;
    await change.saveItem(outcome.item);
    const data = { item: id, title: item.title, was: item.state.kind };
    await change.record({ actor: system, kind: "item.reopened", data });
  }
}

async function planAgain(change: CloseoutChange, template: Template, now: Temporal.Instant): Promise<void> {
  for (const item of await change.items()) {
    const { announced } = await change.reminders(item.id);
    await change.replan(item.id, planOccurrences(change.closeout, template, item, now, announced));
  }
}
