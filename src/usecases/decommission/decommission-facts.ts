import type { Temporal } from "temporal-polyfill";
import type { Item } from "../../domain/checklist/item.ts";
import { blockersOf, type CleanupFacts } from "../../domain/cleanup/cleanup-facts.ts";
import type { Closeout } from "../../domain/closeout.ts";
import {
  type DecommissionEvent,
  type DecommissionFacts,
  latestOf,
} from "../../domain/decommission/decommission.ts";
import { planDocumentText } from "../../domain/decommission/decommission-document.ts";
import type { DecommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import { type Document, documentOf } from "../../domain/document.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import type { CloseoutChange } from "../../ports.ts";

/** What the facts are made of; the store and a change of a closeout both give it. */
export type DecommissionSources = {
  readonly closeout: Closeout;
  readonly items: readonly Item[];
  readonly events: readonly DecommissionEvent[];
  readonly requests: readonly SignoffRequest[];
};

/** Everything that gates and steps are judged by. `migration` is what Sensei said last; without it nothing irreversible is judged open. */
export function decommissionFacts(
  { closeout, items, events, requests }: DecommissionSources,
  plan: DecommissionPlan,
  migration: CleanupFacts | undefined,
  now: Temporal.Instant,
): DecommissionFacts {
  const inState = (kind: Item["state"]["kind"]) =>
    new Set(items.filter(({ state }) => state.kind === kind).map(({ id }) => id));
  return {
    plan,
    cutover: closeout.cutover,
    timeZone: closeout.timeZone,
    events,
    requests,
    planSha256: planDocument(closeout, plan, events, now).sha256,
    ticked: inState("done"),
    skipped: inState("skipped"),
    stop: migration === undefined ? "unread" : blockersOf("task", migration, false)[0],
  };
}

/** The same from within a change, with what was written in it so far. */
export async function factsOfChange(
  change: CloseoutChange,
  plan: DecommissionPlan,
  migration: CleanupFacts | undefined,
  now: Temporal.Instant,
): Promise<DecommissionFacts> {
  const sources = {
    closeout: change.closeout,
    items: await change.items(),
    events: await change.decommission.events(),
    requests: await change.signoffs.all(),
  };
  return decommissionFacts(sources, plan, migration, now);
}

/** The plan as the exact bytes that people approve. */
export function planDocument(
  closeout: Closeout,
  plan: DecommissionPlan,
  events: readonly DecommissionEvent[],
  savedAt: Temporal.Instant,
): Document {
  const text = planDocumentText(closeout, plan, latestOf(events, "backup_taken")?.backup);
  const name = "decommissioning-plan.md";
  return documentOf(new TextEncoder().encode(text), { name, mediaType: "text/markdown", savedAt });
}
