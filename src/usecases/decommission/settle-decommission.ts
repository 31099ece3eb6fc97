import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { completeItem, putOffItem, reopenItem } from "../../domain/checklist/item-rules.ts";
import {
  type DecommissionEvent,
  eventsOf,
  type Happening,
  keptBy,
} from "../../domain/decommission/decommission.ts";
import { duesPutOff, type PutOff } from "../../domain/decommission/decommission-dues.ts";
import { type DecommissionPlan, decommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import {
  type DecommissionStanding,
  decommissionStanding,
  nextMoment,
} from "../../domain/decommission/decommission-standing.ts";
import { type Actor, system } from "../../domain/identity.ts";
import type { LedgerEntry } from "../../domain/ledger/ledger.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { completeByEvidence } from "../checklist/complete-by-evidence.ts";
import { planOccurrences } from "../checklist/plan-occurrences.ts";
import { factsOfChange } from "./decommission-facts.ts";
import { skipWithWhole, takeUpAgain } from "./keep-source.ts";

/** What happened, as it is to be kept: with its entry in the ledger and, where everybody should hear of it, its message. */
export type ToKeep = {
  readonly by: Actor;
  /** Who made it happen now, where that is not who did it. */
  readonly actor?: Actor;
  readonly at: Temporal.Instant;
  readonly happening: Happening;
  readonly news: boolean;
  /** More for the ledger. */
  readonly data?: LedgerEntry["data"];
};

/** Adds an event, writes it into the ledger, and tells the channel of it. */
export async function keepHappening(
  change: CloseoutChange,
  { by, actor, at, happening, news, data }: ToKeep,
): Promise<DecommissionEvent> {
  const event: DecommissionEvent = { id: randomUUID(), by, at, ...happening };
  await change.decommission.add(event);
  const { kind, ...said } = happening;
  await change.record({
    actor: actor ?? by,
    kind: `decommission.${kind}`,
    data: { event: event.id, ...defined(said), ...data },
  });
  if (news) {
    const conversation = { kind: "channel", channel: change.closeout.channel } as const;
    const subject = { kind: "decommission_news", event: event.id } as const;
    await change.post([{ id: randomUUID(), conversation, subject }]);
  }
  return event;
}

function defined(
  said: Readonly<Record<string, LedgerEntry["data"][string] | undefined>>,
): LedgerEntry["data"] {
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/**
 * Brings everything that follows from the decommissioning up to date: the items of prerequisites and steps, their dues, the item
 * that is done when all steps are, the messages, and when to look again. To be called in whatever change may have moved it.
 */
export async function settleDecommission(
  change: CloseoutChange,
  template: Template,
  now: Temporal.Instant,
): Promise<void> {
  const plan = decommissionPlan(template);
  if (plan === undefined) return await change.decommission.lookAgain(undefined);
  const settling = { change, template, now };
  const found = await factsOfChange(change, plan, undefined, now);
  const whole = keptBy(found);
  const again = whole === undefined && (await takeUpAgain(settling, plan));
  const facts = again ? await factsOfChange(change, plan, undefined, now) : found;
  const standing = decommissionStanding(facts, now);
  if (whole === undefined) await settleItems(settling, plan, standing);
  else await skipWithWhole(settling, plan, whole);
  if (standing.finished) {
    const because = "every step of the decommissioning is settled";
    await completeByEvidence(change, template, "decommission", because, now);
  }
  for (const one of duesPutOff(facts, template, await change.items(), now)) {
    await putOff(settling, one);
  }
  await change.decommission.lookAgain(nextMoment(facts, now));
  await change.refreshAbout({ kind: "decommission" });
  for (const event of stillShown(facts.events)) {
    await change.refreshAbout({ kind: "decommission_news", event });
  }
}

/** News whose message says how it goes on: a step that somebody asked for, and the last one that was done. */
function stillShown(events: readonly DecommissionEvent[]): readonly string[] {
  return [...eventsOf(events, "step_asked").slice(-2), ...eventsOf(events, "step_done").slice(-1)].map(
    ({ id }) => id,
  );
}

type Settling = {
  readonly change: CloseoutChange;
  readonly template: Template;
  readonly now: Temporal.Instant;
};

async function settleItems(
  settling: Settling,
  { prerequisites }: DecommissionPlan,
  standing: DecommissionStanding,
): Promise<void> {
  const governed = new Set(prerequisites.flatMap(({ id, evidence }) => (evidence === undefined ? [] : [id])));
  for (const { prerequisite, settled } of standing.prerequisites) {
    if (governed.has(prerequisite.id)) await settleItem(settling, prerequisite.id, settled, system);
  }
  for (const { step, settled, skipped, done } of standing.steps) {
    if (!skipped) await settleItem(settling, step.id, settled, done?.by ?? system);
  }
}

async function settleItem(
  { change, template, now }: Settling,
  id: string,
  settled: boolean,
  by: Actor,
): Promise<void> {
  const item = await change.item(id);
  if (item === undefined || item.state.kind === (settled ? "done" : "open")) return;
  const outcome = settled ? completeItem(item, by, now) : reopenItem(item);
  if (outcome.kind !== "changed") return;
  await change.saveItem(outcome.item);
  const { announced } = await change.reminders(id);
  await change.replan(id, planOccurrences(change.closeout, template, outcome.item, now, announced));
  await change.record({
    actor: system,
    kind: settled ? "item.completed" : "item.reopened",
    data: {
      item: id,
      title: item.title,
      ...(settled
        ? { because: "the decommissioning settled it" }
        : { was: item.state.kind, because: "the decommissioning needs it again" }),
    },
  });
  await change.refresh([id]);
}

/** Gives an item the due that follows from what happened, so that nobody is reminded of what cannot be done yet. */
async function putOff({ change, template, now }: Settling, { item, due }: PutOff): Promise<void> {
  const later = putOffItem(item, due);
  await change.saveItem(later);
  const { announced } = await change.reminders(item.id);
  await change.replan(item.id, planOccurrences(change.closeout, template, later, now, announced));
  await change.record({
    actor: system,
    kind: "item.due_changed",
    data: {
      item: item.id,
      title: item.title,
      from: item.due.toString(),
      to: due.toString(),
      because: "the decommissioning comes to it only then",
    },
  });
  await change.refresh([item.id]);
}
