import type { Temporal } from "temporal-polyfill";
import { assertNever } from "../assert-never.ts";
import { dueMoment } from "../checklist/due.ts";
import type { SignoffRequest } from "../signoff/signoff.ts";
import { sameOrigin } from "../signoff/signoff-end.ts";
import {
  type DecommissionFacts,
  type EventOf,
  eventsOf,
  hasCome,
  isAfter,
  latestOf,
} from "./decommission.ts";
import type { PlannedPrerequisite } from "./decommission-plan.ts";
import { earlyOpening, pointOfNoReturn, rollbackUntil } from "./decommission-times.ts";

/** Where the plan of the decommissioning comes from, among the documents that sign-off requests are about. */
export const planOrigin = { kind: "plan", of: "decommission" } as const;

/** What there is of a prerequisite at a moment. */
export type Evidence =
  | { readonly kind: "missing" }
  /** A look at the connections: it counts, is too old, or was overtaken by a report that the source is used still. */
  | {
      readonly kind: "connections";
      readonly check: EventOf<"connections_checked">;
      readonly until: Temporal.Instant;
      readonly state: "fresh" | "stale" | "overtaken";
    }
  | { readonly kind: "window"; readonly until: Temporal.Instant; readonly early: SignoffRequest | undefined }
  | { readonly kind: "backup"; readonly taken: EventOf<"backup_taken"> }
  /** `outdated`: it was approved, and the plan has become another one since. */
  | {
      readonly kind: "approval";
      readonly request: SignoffRequest;
      readonly state: "approved" | "outdated" | "open" | "failed";
    }
  | { readonly kind: "ticked" };

export type PrerequisiteStanding = {
  readonly prerequisite: PlannedPrerequisite;
  readonly settled: boolean;
  readonly evidence: Evidence;
};

/** Every prerequisite with its evidence, as it counts at this moment. */
export function prerequisiteStandings(
  facts: DecommissionFacts,
  now: Temporal.Instant,
): readonly PrerequisiteStanding[] {
  return facts.plan.prerequisites.map((prerequisite) => ({
    prerequisite,
    ...standingOf(facts, prerequisite, now),
  }));
}

type Standing = Omit<PrerequisiteStanding, "prerequisite">;
const missing: Standing = { settled: false, evidence: { kind: "missing" } };

function standingOf(
  facts: DecommissionFacts,
  { id, evidence }: PlannedPrerequisite,
  now: Temporal.Instant,
): Standing {
  switch (evidence) {
    case "connections":
      return connections(facts, now);
    case "rollback_window":
      return rollbackWindow(facts, now);
    case "backup": {
      const taken = latestOf(facts.events, "backup_taken");
      return taken === undefined ? missing : { settled: true, evidence: { kind: "backup", taken } };
    }
    case "approval":
      return approval(facts);
    case undefined:
      return facts.ticked.has(id) ? { settled: true, evidence: { kind: "ticked" } } : missing;
    default:
      return assertNever(evidence);
  }
}

/** Once the source is deleted, its evidence grows no older; a report that came after it still overtakes it. */
function connections(facts: DecommissionFacts, now: Temporal.Instant): Standing {
  const { events, timeZone, plan } = facts;
  const check = latestOf(events, "connections_checked");
  if (check === undefined) return missing;
  const until = dueMoment(check.at, timeZone, plan.evidenceValid);
  const overtaken = !isAfter(events, check, latestOf(events, "straggler"));
  const stale = pointOfNoReturn(facts) === undefined && hasCome(until, now);
  const state = overtaken ? "overtaken" : stale ? "stale" : "fresh";
  return { settled: state === "fresh", evidence: { kind: "connections", check, until, state } };
}

function rollbackWindow(facts: DecommissionFacts, now: Temporal.Instant): Standing {
  const until = rollbackUntil(facts);
  const over = hasCome(until, now) || pointOfNoReturn(facts) !== undefined;
  const early = over ? undefined : earlyOpening(facts)?.request;
  return { settled: over || early !== undefined, evidence: { kind: "window", until, early } };
}

/** The approval counts for exactly the plan that was approved, and where it was asked for after the source was to be kept. */
function approval({ events, requests, planSha256 }: DecommissionFacts): Standing {
  const kept = latestOf(events, "source_kept");
  const asked = eventsOf(events, "approval_asked")
    .filter((event) => isAfter(events, event, kept))
    .flatMap(({ request: id }) => requests.find((one) => one.id === id) ?? []);
  const counts = asked.findLast((request) => request.state === "approved" && isAbout(request, planSha256));
  if (counts !== undefined) {
    return { settled: true, evidence: { kind: "approval", request: counts, state: "approved" } };
  }
  const request = asked.at(-1);
  if (request === undefined) return missing;
  const state = request.state === "open" ? "open" : request.state === "approved" ? "outdated" : "failed";
  return { settled: false, evidence: { kind: "approval", request, state } };
}

function isAbout({ documents }: SignoffRequest, planSha256: string): boolean {
  return documents.some(({ origin, sha256 }) => sameOrigin(origin, planOrigin) && sha256 === planSha256);
}
