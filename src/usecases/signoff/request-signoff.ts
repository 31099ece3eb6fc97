import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import type { MetricName } from "../../domain/baseline/finding.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Role } from "../../domain/role.ts";
import type {
  Purpose,
  Quorum,
  SignoffEffect,
  SignoffOrder,
  SignoffRequest,
} from "../../domain/signoff/signoff.ts";
import { askedByFeature, type FeaturePurpose } from "../../domain/signoff/signoff-by-hand.ts";
import { holdsRight } from "../../domain/signoff/signoff-right.ts";
import type { NewSeat, SignoffProblem } from "../../domain/signoff/signoff-rules.ts";
import type { CloseoutChange, Member, Profile } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../refusal.ts";
import { templateOf } from "../start/template-of.ts";
import { type BeginSignoff, beginSignoff } from "./begin-signoff.ts";
import { documentsOnHand, type OfferedDocument } from "./signoff-documents.ts";

/** The form for a new request, as it was filled in. What is missing is `undefined` and refused in words. */
export type SignoffForm = {
  readonly purpose: Purpose;
  readonly title: string;
  readonly meaning: string;
  /** SHA-256 of documents on offer. */
  readonly documents: readonly string[];
  /** Roles, then people by name: in a sequence they are asked in this order. */
  readonly roles: readonly Role[];
  readonly people: readonly string[];
  readonly quorum: Quorum;
  readonly order: SignoffOrder;
  readonly decideBy: Temporal.Instant | undefined;
  /** The regression that an approval waives. */
  readonly waive?: { readonly number: number; readonly metric: MetricName } | undefined;
};

export type RequestSignoffInput = {
  readonly closeoutId: string;
  readonly member: Member;
  readonly form: SignoffForm;
};

export type RequestSignoffOutcome =
  | { readonly kind: "requested"; readonly closeout: Closeout; readonly request: SignoffRequest }
  | {
      readonly kind: "invalid";
      readonly closeout: Closeout;
      readonly problems: readonly SignoffProblem[];
    }
  /** A feature asks for this, with what it is about and sets in motion; by hand it would set nothing in motion. */
  | { readonly kind: "elsewhere"; readonly closeout: Closeout; readonly purpose: FeaturePurpose }
  | Refusal;

/**
 * Asks people to approve something. Who they are is looked up before the change; which documents there are is looked up within it, so
 * that nobody is asked about bytes that are not the latest any more.
 */
export async function requestSignoff(
  deps: Pick<Deps, "clock" | "closeouts" | "people" | "queue" | "log">,
  { closeoutId, member, form }: RequestSignoffInput,
): Promise<RequestSignoffOutcome> {
  const known = await deps.closeouts.get(closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const names = await namesOf(deps, known, form);
  const template = await templateOf(deps, known);
  const id = randomUUID();
  const { result, lanes } = await deps.closeouts.change<RequestSignoffOutcome>(closeoutId, async (change) => {
    const { closeout } = change;
    if (closeout.status === "closed") return { kind: "closed", closeout };
    const permission = mayDo("request_signoff", closeout, member);
    if (!permission.allowed) return { kind: "not_permitted", closeout, who: permission.who };
    const elsewhere = askedByFeature(form.purpose, template);
    if (elsewhere !== undefined) return { kind: "elsewhere", closeout, purpose: elsewhere };
    const now = deps.clock.now();
    const found = seatsOf(closeout, form, names);
    const offered = await documentsOnHand({ ...change, now });
    const chosen = offered.filter(({ sha256 }) => form.documents.includes(sha256));
    const effect = effectOf(form);
    const problems = [
      ...found.problems,
      ...withoutRight(closeout, effect, found.seats),
      ...changedDocuments(form, chosen),
      ...(await findingProblems(change, form)),
      ...(form.decideBy === undefined ? [noMoment] : []),
    ];
    if (form.decideBy === undefined || problems.length > 0) return { kind: "invalid", closeout, problems };
    for (const { toKeep } of chosen) if (toKeep !== undefined) await change.saveDocument(toKeep);
    const wanted: BeginSignoff = {
      id,
      purpose: form.purpose,
      title: form.title,
      meaning: form.meaning,
      documents: chosen.map(({ sha256, name, origin }) => ({ sha256, name, origin })),
      seats: found.seats,
      quorum: form.quorum,
      order: form.order,
      decideBy: form.decideBy,
      effect,
      requestedBy: personOf(member),
    };
    const outcome = await beginSignoff(change, wanted, now);
    return outcome.kind === "invalid"
      ? { kind: "invalid", closeout, problems: outcome.problems }
      : { kind: "requested", closeout, request: outcome.request };
  });
  await hurryDeliveries(deps, lanes);
  return result;
}

const noMoment: SignoffProblem = { field: "decideBy", message: "Choose until when people may decide." };

const nothingToWaive: SignoffProblem = {
  field: "title",
  message:
    "No regression waits to be waived, so an approval would change nothing. Choose what else it is about.",
};

type Wanted = { readonly role: Role | undefined; readonly user: string };

function wantedOf({ roles: holders }: Closeout, { roles, people }: SignoffForm): readonly Wanted[] {
  return [
    ...roles.map((role) => ({ role, user: holders[role] })),
    ...people.map((user) => ({ role: undefined, user })),
  ];
}

/** Profiles of everybody who is asked, as the platform knows them at this moment. */
async function namesOf(
  { people }: Pick<Deps, "people">,
  closeout: Closeout,
  form: SignoffForm,
): Promise<ReadonlyMap<string, Profile | undefined>> {
  const users = [...new Set(wantedOf(closeout, form).map(({ user }) => user))];
  const profiles = await Promise.all(users.map((user) => people.profile(closeout.installation, user)));
  return new Map(users.map((user, index) => [user, profiles[index]]));
}

/** The people whom roles and names stand for, with their names as they will be printed. */
function seatsOf(
  closeout: Closeout,
  form: SignoffForm,
  names: ReadonlyMap<string, Profile | undefined>,
): { readonly seats: readonly NewSeat[]; readonly problems: readonly SignoffProblem[] } {
  const seats: NewSeat[] = [];
  const problems: SignoffProblem[] = [];
  for (const { role, user } of wantedOf(closeout, form)) {
    const profile = names.get(user);
    if (profile?.kind === "member") seats.push({ id: randomUUID(), role, user, name: profile.name });
    else problems.push({ field: "seats", message: noMember(profile?.name ?? user) });
  }
  return { seats, problems };
}

function effectOf({ waive }: SignoffForm): SignoffEffect {
  return waive === undefined ? { kind: "none" } : { kind: "waive_finding", ...waive };
}

/** Who was chosen without the role that the approval takes: their word could not set it in motion. */
function withoutRight(
  closeout: Closeout,
  effect: SignoffEffect,
  seats: readonly NewSeat[],
): readonly SignoffProblem[] {
  return seats
    .filter(({ user }) => !holdsRight(closeout, { effect }, user))
    .map(({ name }) => ({ field: "seats", message: mayNotWaive(name) }));
}

function mayNotWaive(name: string): string {
  return `${name} may not waive a regression: that takes the technical lead or the business sponsor. Choose one of them.`;
}

function noMember(name: string): string {
  return `${name} is no full member of this workspace, so they cannot decide. Choose somebody else.`;
}

function changedDocuments(
  { documents }: SignoffForm,
  chosen: readonly OfferedDocument[],
): readonly SignoffProblem[] {
  if (documents.every((sha256) => chosen.some((document) => document.sha256 === sha256))) return [];
  const message =
    "A document has changed since this form was opened. Open the form again and look at the new one.";
  return [{ field: "documents", message }];
}

async function findingProblems(
  change: CloseoutChange,
  { waive, purpose }: SignoffForm,
): Promise<readonly SignoffProblem[]> {
  if (waive === undefined) return purpose === "waiver" ? [nothingToWaive] : [];
  const newest = await change.baselines.newest();
  const finding = newest?.findings.find(({ metric }) => metric === waive.metric);
  if (newest?.number === waive.number && finding?.state.kind === "open") return [];
  return [{ field: "title", message: "That regression does not wait for a decision any more." }];
}
