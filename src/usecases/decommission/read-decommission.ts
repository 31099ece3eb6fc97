import { latestOf as latestRun } from "../../domain/cleanup/cleanup.ts";
import type { CleanupFacts } from "../../domain/cleanup/cleanup-facts.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { decommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import { stopSentence } from "../../domain/decommission/decommission-sentences.ts";
import { decommissionStanding } from "../../domain/decommission/decommission-standing.ts";
import type { DecommissionView } from "../../domain/decommission/decommission-view.ts";
import { readFacts } from "../cleanup/read-cleanup.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { decommissionFacts } from "./decommission-facts.ts";

type DrawDeps = Pick<
  Deps,
  "clock" | "closeouts" | "decommissions" | "signoffs" | "operations" | "automation"
>;

export type ReadDecommissionOutcome =
  | { readonly kind: "view"; readonly view: DecommissionView }
  | { readonly kind: "unplanned"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };

/** How the decommissioning stands, with what Sensei says of the migration at this moment. */
export async function readDecommission(
  deps: DrawDeps & Pick<Deps, "archival" | "sensei">,
  { closeoutId }: { readonly closeoutId: string },
): Promise<ReadDecommissionOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const reading = await readFacts(deps, closeout, 2_000);
  const known = reading.kind === "known" ? reading.known : await deps.operations.facts(closeoutId);
  const unavailable = reading.kind === "unavailable" ? reading.sentence : undefined;
  const view = await drawDecommission(deps, closeout, known?.facts, unavailable);
  return view === undefined ? { kind: "unplanned", closeout } : { kind: "view", view };
}

/** The view from what is known already, without asking Sensei; `undefined` where the procedure names no evidence. */
export async function drawDecommission(
  deps: DrawDeps,
  closeout: Closeout,
  migration: CleanupFacts | undefined,
  unavailable: string | undefined,
): Promise<DecommissionView | undefined> {
  const plan = decommissionPlan(await templateOf(deps, closeout));
  if (plan === undefined) return undefined;
  const now = deps.clock.now();
  const [items, events, requests, operations] = await Promise.all([
    deps.closeouts.items([closeout.id]),
    deps.decommissions.events(closeout.id),
    deps.signoffs.all(closeout.id),
    deps.operations.latest(closeout.id),
  ]);
  const facts = decommissionFacts({ closeout, items, events, requests }, plan, migration, now);
  const stop = facts.stop;
  return {
    closeout,
    now,
    standing: decommissionStanding(facts, now),
    stopped: stop === undefined || stop === "unread" ? undefined : stopSentence(stop),
    unavailable,
    automated: plan.steps.map(({ id }) => id).filter((id) => deps.automation.has(id)),
    runs: plan.steps.flatMap(({ id }) => latestRun(operations, "task", id) ?? []),
  };
}
