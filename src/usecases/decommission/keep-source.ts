import type { Temporal } from "temporal-polyfill";
import type { Item } from "../../domain/checklist/item.ts";
import { type ItemOutcome, reopenItem, skipItem } from "../../domain/checklist/item-rules.ts";
import { type DecommissionPlan, decommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import { pointOfNoReturn } from "../../domain/decommission/decommission-times.ts";
import { type Actor, type Person, system } from "../../domain/identity.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { planOccurrences } from "../checklist/plan-occurrences.ts";
import { runOf } from "./step-run.ts";

/**
 * A source that is kept: whoever skips the item that stands for the whole decommissioning skips its prerequisites and steps with it, and
 * whoever reopens that item takes all of it up again.
 */

type Within = {
  readonly change: CloseoutChange;
  readonly template: Template;
  readonly now: Temporal.Instant;
};

/** Why the source cannot be kept any more, in a sentence; `undefined` where it can. */
export async function whyNotKept(change: CloseoutChange, template: Template): Promise<string | undefined> {
  const plan = decommissionPlan(template);
  if (plan === undefined) return undefined;
  const events = await change.decommission.events();
  const gone = pointOfNoReturn({ plan, events });
  if (gone !== undefined)
    return `${gone.step} is done and cannot be undone, so the source cannot be kept. Take or skip the steps that are left.`;
  for (const { id } of plan.steps) {
    if ((await runOf(change, id)) !== undefined)
      return `The company's automation is working on ${id}. Wait until it has ended, then look again.`;
  }
  return undefined;
}

/** Skips what is still open of the decommissioning, in the name of whoever has skipped the whole. */
export async function skipWithWhole(within: Within, plan: DecommissionPlan, whole: string): Promise<void> {
  const state = (await within.change.item(whole))?.state;
  if (state?.kind !== "skipped") return;
  for (const item of await partsOf(within.change, plan)) {
    if (item.state.kind !== "open") continue;
    await settle(within, skipItem(item, state.by, within.now, skippedWith(whole)), state.by, "item.skipped", {
      reason: skippedWith(whole),
    });
  }
}

/** Opens again what was skipped with the whole; whether there was anything. */
export async function takeUpAgain(within: Within, plan: DecommissionPlan): Promise<boolean> {
  const reasons = new Set(plan.wholes.map(skippedWith));
  const skipped = (await partsOf(within.change, plan)).filter(
    ({ state }) => state.kind === "skipped" && reasons.has(state.reason),
  );
  for (const item of skipped) {
    await settle(within, reopenItem(item), system, "item.reopened", {
      was: "skipped",
      because: "the decommissioning was taken up again",
    });
  }
  return skipped.length > 0;
}

function skippedWith(whole: string): string {
  return `With ${whole}: the source is kept.`;
}

async function partsOf(change: CloseoutChange, plan: DecommissionPlan): Promise<readonly Item[]> {
  const ids = new Set([...plan.prerequisites, ...plan.steps].map(({ id }) => id));
  return (await change.items()).filter(({ id }) => ids.has(id));
}

async function settle(
  { change, template, now }: Within,
  outcome: ItemOutcome<string>,
  actor: Actor | Person,
  kind: "item.skipped" | "item.reopened",
  data: Readonly<Record<string, string>>,
): Promise<void> {
  if (outcome.kind !== "changed") return;
  const { item } = outcome;
  await change.saveItem(item);
  const { announced } = await change.reminders(item.id);
  await change.replan(item.id, planOccurrences(change.closeout, template, item, now, announced));
  await change.record({ actor, kind, data: { item: item.id, title: item.title, ...data } });
  await change.refresh([item.id]);
}
