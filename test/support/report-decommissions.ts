import type {
  DecommissionEvent,
  DecommissionFacts,
  Happening,
} from "../../src/domain/decommission/decommission.ts";
import { decommissionPlan } from "../../src/domain/decommission/decommission-plan.ts";
import { planOrigin } from "../../src/domain/decommission/decommission-prerequisites.ts";
import { decommissionSummary } from "../../src/domain/decommission/decommission-summary.ts";
import type { Person } from "../../src/domain/identity.ts";
import type { ReportDecommission } from "../../src/domain/report/report-sources.ts";
import type { Role } from "../../src/domain/role.ts";
import type { Seat, SignoffRequest, SignoffState } from "../../src/domain/signoff/signoff.ts";
import { emptySeat } from "../../src/domain/signoff/signoff-rules.ts";
import { at, berlin, closeout } from "../domain/examples.ts";
import { fullTemplate } from "./decommissions.ts";

const person = (user: string, name: string): Person => ({ platform: "slack", tenant: "T1", user, name });
const ola = person("U_OLA", "Ola Berg");
const tom = person("U_TOM", "Tom Weber");
const li = person("U_LI", "Li Chen");

/** One line of a story: when in Berlin, who, what. */
export type Told = readonly [shown: string, by: Person, happening: Happening];

const backup = {
  location: "s3://vault/hr_prod/final",
  size: "412 GB",
  checksum: "sha256:9f2c4e11aa",
  restore: { by: "U_OLA", on: "2026-03-27", words: "All 214 tables were readable." },
};
const looked = {
  kind: "connections_checked",
  words: "No session for two days.",
  checkedBy: "U_OLA",
} as const;
const done = (step: string, confirmedBy?: string) =>
  ({
    kind: "step_done",
    step,
    evidence: `CHG for ${step}`,
    execution: step === "D5" ? "automation" : "hand",
    ...(confirmedBy === undefined ? {} : { confirmedBy }),
  }) as const;

/** Opened early, ended by a report; stopped in time, the week begun anew by another one; deleted by two people. */
export const wholeStory: readonly Told[] = [
  ["2026-03-03T10:00", tom, { kind: "early_asked", request: "early", reason: "The licence ends." }],
  ["2026-03-05T09:00", li, { kind: "straggler", reason: "The payroll batch reads it." }],
  ["2026-04-02T09:00", tom, { kind: "backup_taken", backup }],
  ["2026-04-02T09:10", tom, { kind: "approval_asked", request: "plan" }],
  ["2026-04-02T10:00", ola, looked],
  ["2026-04-02T10:10", ola, done("D1")],
  ["2026-04-02T10:20", ola, done("D2")],
  [
    "2026-04-02T10:30",
    ola,
    { kind: "step_undone", step: "D1", with: ["D2"], reason: "A view was forgotten." },
  ],
  ["2026-04-02T11:10", ola, done("D1")],
  ["2026-04-02T11:20", ola, done("D2")],
  ["2026-04-02T11:30", ola, done("D3")],
  ["2026-04-07T08:00", li, { kind: "straggler", reason: "A report was printed from it." }],
  ["2026-04-14T09:00", ola, looked],
  ["2026-04-14T09:10", ola, done("D5", "U_TOM")],
  ["2026-04-14T09:20", ola, done("D6")],
  ["2026-04-15T09:00", li, { kind: "straggler", reason: "Somebody asked where it is." }],
];

/** The source is stopped, and the week is waited for. */
export const storyInTheWait: readonly Told[] = [
  ["2026-03-30T09:00", tom, { kind: "backup_taken", backup }],
  ["2026-03-30T09:10", tom, { kind: "approval_asked", request: "plan" }],
  ["2026-03-30T10:00", ola, looked],
  ...(["D1", "D2", "D3"] as const).map((step): Told => ["2026-03-30T10:10", ola, done(step)]),
];

const requests = [
  aRequest("early", 2, "approved", [
    seat("business_sponsor", "U_EVA", "Eva Lind", "It saves a quarter's licence."),
    seat("compliance_officer", "U_JONAS", "Jonas Kraft", undefined),
  ]),
  aRequest("plan", 4, "approved", []),
];

/** What a report is told of a decommissioning that went like this. */
export function reportedDecommission(
  story: readonly Told[],
  shown: string,
  different: Partial<DecommissionFacts> = {},
): ReportDecommission {
  const plan = decommissionPlan(fullTemplate.template);
  if (plan === undefined) throw new Error("The procedure names no evidence.");
  const facts: DecommissionFacts = {
    plan,
    cutover: closeout.cutover,
    timeZone: berlin,
    events: story.map(
      ([when, by, happening], index): DecommissionEvent => ({
        id: `e${index}`,
        by,
        at: at(when),
        ...happening,
      }),
    ),
    requests,
    planSha256: "plan",
    ticked: new Set(),
    skipped: new Set(["D7"]),
    stop: "unread",
    ...different,
  };
  const names = new Map([ola, tom].map(({ user, name }) => [user, name]));
  return { summary: decommissionSummary(facts, at(shown)), names };
}

function seat(role: Role, user: string, name: string, words: string | undefined): Seat {
  return {
    ...emptySeat({ id: role, role, user, name }, 1),
    decision: {
      decision: "approved",
      by: person(user, name),
      onBehalfOf: undefined,
      words,
      at: at("2026-03-03T12:00"),
      timeZone: berlin,
      platformRequest: "",
    },
  };
}

/** A request of the decommissioning that ended at noon on day 2. */
export function aRequest(
  id: "early" | "plan",
  number: number,
  state: SignoffState,
  seats: readonly Seat[],
): SignoffRequest {
  return {
    id,
    closeoutId: "c1",
    number,
    purpose: id === "early" ? "early_gate" : "decommission_source",
    title: id,
    meaning: id,
    documents: id === "early" ? [] : [{ sha256: "plan", name: "plan.md", origin: planOrigin }],
    seats,
    quorum: { kind: "all" },
    order: "parallel",
    decideBy: at("2026-04-30T12:00"),
    effect: { kind: "none" },
    requestedBy: tom,
    requestedAt: at("2026-03-03T10:00"),
    questions: [],
    state,
    ended: state === "open" ? undefined : { at: at("2026-03-03T12:00"), by: tom, reason: undefined },
    head: undefined,
  };
}
