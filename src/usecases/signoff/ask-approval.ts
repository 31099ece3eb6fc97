import { randomUUID } from "node:crypto";
import type { Closeout } from "../../domain/closeout.ts";
import { latestOf } from "../../domain/decommission/decommission.ts";
import type { PlannedPrerequisite } from "../../domain/decommission/decommission-plan.ts";
import { planOrigin, prerequisiteStandings } from "../../domain/decommission/decommission-prerequisites.ts";
import { isTime, opensAt, rollbackUntil } from "../../domain/decommission/decommission-times.ts";
import { readReason } from "../../domain/reason.ts";
import { type Role, roleNames } from "../../domain/role.ts";
import type { Purpose, SignoffRequest } from "../../domain/signoff/signoff.ts";
import { purposeDefaults, usualDecideBy } from "../../domain/signoff/signoff-purposes.ts";
import type { NewSeat } from "../../domain/signoff/signoff-rules.ts";
import type { Profile } from "../../ports.ts";
import {
  type Acting,
  actOnDecommission,
  type DecommissionDeps,
  type DecommissionRefusal,
  type DecommissionTarget,
  type Unread,
} from "../decommission/decommission-act.ts";
import { planDocument } from "../decommission/decommission-facts.ts";
import { keepHappening } from "../decommission/settle-decommission.ts";
import type { Deps } from "../deps.ts";
import { type BeginSignoff, beginSignoff } from "./begin-signoff.ts";

/** What approval is asked for: of the plan, or of opening before the time for a reason. */
export type ApprovalWanted = { readonly kind: "plan" } | { readonly kind: "early"; readonly reason: string };

export type AskApprovalOutcome =
  | { readonly kind: "asked"; readonly closeout: Closeout; readonly request: SignoffRequest }
  /** One is open or approved already. */
  | { readonly kind: "already"; readonly closeout: Closeout; readonly request: SignoffRequest }
  /** The plan that is approved names the final backup. */
  | { readonly kind: "backup_first"; readonly closeout: Closeout; readonly prerequisite: PlannedPrerequisite }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | DecommissionRefusal
  | Unread;

type Names = ReadonlyMap<string, Profile | undefined>;

/**
 * Asks for sign-off: of the plan, bound to its exact bytes, or of opening before the time. An opening lifts the time and nothing else,
 * and takes the business sponsor and the compliance officer, who are two people.
 */
export async function askApproval(
  deps: DecommissionDeps & Pick<Deps, "people">,
  { wanted, ...target }: DecommissionTarget & { readonly wanted: ApprovalWanted },
): Promise<AskApprovalOutcome> {
  const names = await namesOf(deps, target.closeoutId, purposeOf(wanted));
  const manner = { act: "decommission", reads: false, what: { approval: wanted.kind } } as const;
  return await actOnDecommission<AskApprovalOutcome>(deps, target, manner, (acting) =>
    wanted.kind === "plan" ? askForPlan(acting, names) : askForEarly(acting, names, wanted.reason),
  );
}

function purposeOf({ kind }: ApprovalWanted): Purpose {
  return kind === "plan" ? "decommission_source" : "early_gate";
}

async function namesOf(
  { closeouts, people }: Pick<Deps, "closeouts" | "people">,
  closeoutId: string,
  purpose: Purpose,
): Promise<Names> {
  const closeout = await closeouts.get(closeoutId);
  if (closeout === undefined) return new Map();
  const users = [...new Set(purposeDefaults[purpose].roles.map((role) => closeout.roles[role]))];
  const profiles = await Promise.all(users.map((user) => people.profile(closeout.installation, user)));
  return new Map(users.map((user, at) => [user, profiles[at]]));
}

async function askForPlan(acting: Acting, names: Names): Promise<AskApprovalOutcome> {
  const { change, facts, plan, by, now } = acting;
  const { closeout } = change;
  const standings = prerequisiteStandings(facts, now);
  const backup = standings.find(({ prerequisite }) => prerequisite.evidence === "backup");
  if (backup?.settled === false) return { kind: "backup_first", closeout, prerequisite: backup.prerequisite };
  const approval = standings.find(({ prerequisite }) => prerequisite.evidence === "approval");
  if (approval === undefined)
    return { kind: "invalid", closeout, message: "This procedure asks for no approval." };
  const { evidence } = approval;
  if (evidence.kind === "approval" && (evidence.state === "approved" || evidence.state === "open")) {
    return { kind: "already", closeout, request: evidence.request };
  }
  const document = planDocument(closeout, plan, facts.events, now);
  await change.saveDocument(document);
  const { title, meaning, roles } = purposeDefaults.decommission_source;
  const seats = seatsOf(
    closeout,
    roles.filter((role) => role !== "operations_lead" || closeout.roles[role] !== by.user),
    names,
  );
  if (typeof seats === "string") return { kind: "invalid", closeout, message: seats };
  const { sha256, name } = document;
  return await begin(acting, "approval_asked", {
    purpose: "decommission_source",
    title,
    meaning,
    documents: [{ sha256, name, origin: planOrigin }],
    seats,
  });
}

async function askForEarly(acting: Acting, names: Names, typed: string): Promise<AskApprovalOutcome> {
  const { change, facts, now } = acting;
  const { closeout } = change;
  const read = readReason(typed.slice(0, longestReason + 1));
  if (!read.ok) return { kind: "invalid", closeout, message: read.message };
  if (read.reason.length > longestReason) {
    return {
      kind: "invalid",
      closeout,
      message: `Shorten the reason to ${longestReason} characters; it stands in the request.`,
    };
  }
  if (isTime(facts, now))
    return { kind: "invalid", closeout, message: "Its time has come already, or was opened early." };
  const asked = latestOf(facts.events, "early_asked");
  const open = facts.requests.find(({ id, state }) => id === asked?.request && state === "open");
  if (open !== undefined) return { kind: "already", closeout, request: open };
  const { title, roles } = purposeDefaults.early_gate;
  const seats = seatsOf(closeout, roles, names);
  if (typeof seats === "string") return { kind: "invalid", closeout, message: seats };
  if (new Set(seats.map(({ user }) => user)).size < roles.length) {
    const message =
      "Business sponsor and compliance officer are one person here, and opening early takes two.";
    return { kind: "invalid", closeout, message };
  }
  const day = (moment: ReturnType<typeof opensAt>) =>
    moment.toZonedDateTimeISO(closeout.timeZone).toPlainDate().toString();
  const meaning = `I agree that the decommissioning of the source begins before its time (${day(opensAt(facts))}; rollback is kept possible until ${day(rollbackUntil(facts))}). Only the time is lifted, no evidence and no wait. Reason given: ${read.reason}`;
  return await begin(
    acting,
    "early_asked",
    { purpose: "early_gate", title: `${title}: decommissioning`, meaning, documents: [], seats },
    read.reason,
  );
}

/** It stands in what people state by approving, which has a length of its own. */
const longestReason = 700;

/** The holders of these roles as seats, or why they cannot be asked. */
function seatsOf(
  { roles: holders }: Closeout,
  roles: readonly Role[],
  names: Names,
): readonly NewSeat[] | string {
  const seats: NewSeat[] = [];
  for (const role of roles) {
    const user = holders[role];
    const profile = names.get(user);
    if (profile?.kind !== "member") {
      return `The ${roleNames[role]} is no full member of this workspace, so they cannot decide. Name somebody else in the settings.`;
    }
    seats.push({ id: randomUUID(), role, user, name: profile.name });
  }
  return seats;
}

async function begin(
  { change, by, now }: Acting,
  kind: "approval_asked" | "early_asked",
  wanted: Pick<BeginSignoff, "purpose" | "title" | "meaning" | "documents" | "seats">,
  reason = "",
): Promise<AskApprovalOutcome> {
  const { closeout } = change;
  const request: BeginSignoff = {
    ...wanted,
    id: randomUUID(),
    quorum: { kind: "all" },
    order: "parallel",
    decideBy: usualDecideBy(wanted.purpose, now, closeout),
    effect: { kind: "none" },
    requestedBy: by,
  };
  const outcome = await beginSignoff(change, request, now);
  if (outcome.kind === "invalid") {
    return { kind: "invalid", closeout, message: outcome.problems.map(({ message }) => message).join(" ") };
  }
  const happening =
    kind === "approval_asked" ? { kind, request: request.id } : { kind, request: request.id, reason };
  await keepHappening(change, { by, at: now, happening, news: false });
  return { kind: "asked", closeout, request: outcome.request };
}
