import { Temporal } from "temporal-polyfill";
import { eventsOf, hasCome, keptBy } from "../../domain/decommission/decommission.ts";
import { decommissionPlan } from "../../domain/decommission/decommission-plan.ts";
import {
  type DecommissionStanding,
  decommissionStanding,
} from "../../domain/decommission/decommission-standing.ts";
import { system } from "../../domain/identity.ts";
import type { Template } from "../../domain/template/template.ts";
import type { CloseoutChange } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { factsOfChange } from "./decommission-facts.ts";
import { keepHappening, settleDecommission } from "./settle-decommission.ts";

/** Closeouts looked at in one sweep; the rest come with the next one. */
const closeoutsPerSweep = 100;

type TrackDeps = Pick<Deps, "clock" | "closeouts" | "decommissions" | "queue" | "log">;

/**
 * Notices what changes by itself: waits that are soon over or over, evidence that has become too old, the end of the window for
 * rollback. Each is said once; what counts is reckoned anew whenever somebody acts, so nothing depends on being noticed in time.
 */
export async function trackDecommissions(deps: TrackDeps): Promise<void> {
  for (const closeoutId of await deps.decommissions.wanting(deps.clock.now(), closeoutsPerSweep)) {
    try {
      await trackOne(deps, closeoutId);
    } catch (error) {
      // The other closeouts, and the rest of the sweep, go on; this one comes again with the next.
      deps.log.error({ err: error, closeout: closeoutId }, "a decommissioning could not be looked after");
    }
  }
}

async function trackOne(deps: TrackDeps, closeoutId: string): Promise<void> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return;
  const template = await templateOf(deps, closeout);
  const { lanes } = await deps.closeouts.change(closeoutId, async (change) => {
    if (change.closeout.status === "closed") return;
    const now = deps.clock.now();
    await notice(change, template, now);
    await settleDecommission(change, template, now);
  });
  await hurryDeliveries(deps, lanes);
}

async function notice(change: CloseoutChange, template: Template, now: Temporal.Instant): Promise<void> {
  const plan = decommissionPlan(template);
  if (plan === undefined) return;
  const facts = await factsOfChange(change, plan, undefined, now);
  if (keptBy(facts) !== undefined) return;
  const standing = decommissionStanding(facts, now);
  await noticeStale(change, standing, now);
  await noticeWaits(change, standing, now);
}

async function noticeStale(
  change: CloseoutChange,
  { prerequisites }: DecommissionStanding,
  at: Temporal.Instant,
): Promise<void> {
  const said = new Set(eventsOf(await change.decommission.events(), "evidence_stale").map(({ of }) => of));
  for (const { evidence } of prerequisites) {
    if (evidence.kind !== "connections" || evidence.state !== "stale" || said.has(evidence.check.id))
      continue;
    const happening = { kind: "evidence_stale", of: evidence.check.id } as const;
    await keepHappening(change, { by: system, at, happening, news: true });
  }
}

/** So long before its end people are told that a wait is soon over, if it is at least twice as long. */
const soonHours = 24;

async function noticeWaits(
  change: CloseoutChange,
  { steps, gone }: DecommissionStanding,
  at: Temporal.Instant,
): Promise<void> {
  const events = await change.decommission.events();
  for (const { step, wait, settled } of steps) {
    if (wait === undefined) continue;
    const until = wait.until.toString();
    const said = (kind: "wait_ends_soon" | "wait_over") =>
      eventsOf(events, kind).some((event) => event.step === step.id && event.until === until);
    const soon = wait.until.subtract({ hours: soonHours });
    const long = Temporal.Instant.compare(wait.from.add({ hours: soonHours }), soon) <= 0;
    const kind = settled ? "wait_over" : hasCome(soon, at) && long ? "wait_ends_soon" : undefined;
    if (kind === undefined || said(kind) || (settled && gone)) continue;
    await keepHappening(change, { by: system, at, happening: { kind, step: step.id, until }, news: true });
  }
}
