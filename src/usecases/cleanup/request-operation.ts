import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { infrastructureLists, latestOf } from "../../domain/cleanup/cleanup.ts";
import {
  type Blocker,
  blockersOf,
  type CleanupFacts,
  factsHash,
  type OperationKind,
  readingOf,
} from "../../domain/cleanup/cleanup-facts.ts";
import { isLive, newOperation, type Operation } from "../../domain/cleanup/operation.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { type Act, mayDo, type Permission } from "../../domain/permissions.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import type { Template } from "../../domain/template/template.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { CloseoutChange, KnownFacts, Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { remindSignoff } from "../signoff/remind-signoff.ts";
import { expireIfDue } from "../signoff/signoff-change.ts";
import { templateOf } from "../start/template-of.ts";
import { askForRelease, openRelease, type Releaser, releaserOf } from "./ask-for-release.ts";
import { hurryOperations, postOperation, recordOperation, refreshOperation } from "./operation-ledger.ts";
import { readFacts } from "./read-cleanup.ts";

export type RequestOperationInput = {
  readonly closeoutId: string;
  readonly member: Member;
  readonly kind: OperationKind;
  /** Item id, of a `task`. */
  readonly task?: string | undefined;
  /** Hash of the facts on which the person decided. */
  readonly factsHash: string;
  /** Why the protected order is overridden. */
  readonly override?: string | undefined;
};

export type NotPermitted = {
  readonly kind: "not_permitted";
  readonly closeout: Closeout;
  readonly act: Act;
  readonly who: Extract<Permission, { allowed: false }>["who"];
};

export type RequestOperationOutcome =
  /** It runs, or waits for the compliance officer's sign-off where its state is `planned`. */
  | { readonly kind: "requested"; readonly closeout: Closeout; readonly operation: Operation }
  /** Somebody asked for it before; whoever has to release one that waits was reminded. */
  | {
      readonly kind: "already";
      readonly closeout: Closeout;
      readonly operation: Operation;
      readonly reminded: boolean;
    }
  | NotPermitted
  | { readonly kind: "blocked"; readonly closeout: Closeout; readonly blockers: readonly Blocker[] }
  | { readonly kind: "facts_changed"; readonly closeout: Closeout }
  /** The requester is the compliance officer as well, so that nobody could release it. */
  | { readonly kind: "needs_two"; readonly closeout: Closeout }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | { readonly kind: "unavailable"; readonly sentence: string }
  | { readonly kind: "closed" }
  | { readonly kind: "no_closeout" };

type RequestDeps = Pick<
  Deps,
  "clock" | "closeouts" | "operations" | "archival" | "automation" | "sensei" | "people" | "queue" | "log"
>;

/** Bounds of a reason, in characters after trimming. */
export const reasonLength = { min: 3, max: 2000 } as const;

/**
 * Asks for an operation. A failed one of the same kind is tried again under its own key; otherwise a new one begins. It does not
 * run here: a job does that, and looks at everything again before it does.
 */
export async function requestOperation(
  deps: RequestDeps,
  input: RequestOperationInput,
): Promise<RequestOperationOutcome> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const permission = mayDo(actOf(input.kind), known, input.member);
  const reading = permission.allowed ? await readFacts(deps, known, 2_000) : undefined;
  if (reading?.kind === "unavailable") return reading;
  const asksRelease = permission.allowed && input.kind === "checkpoints";
  const releaser = asksRelease ? await releaserOf(deps, known) : undefined;
  const { result, lanes } = await deps.closeouts.change(
    input.closeoutId,
    async (change): Promise<RequestOperationOutcome> => {
      const { closeout } = change;
      if (closeout.status === "closed") return { kind: "closed" };
      const refused = await refuseStranger(change, input);
      if (refused !== undefined) return refused;
      if (reading === undefined) return { kind: "facts_changed", closeout };
      const { latest, release } = await present(change, template, input, deps.clock.now());
      if (latest?.state === "planned") {
        return await askAgain(deps, change, { latest, release, input, releaser, known: reading.known });
      }
      if (latest !== undefined && (isLive(latest) || isDone(latest, reading.known.facts))) {
        return { kind: "already", closeout, operation: latest, reminded: false };
      }
      const problem =
        input.kind === "task"
          ? await taskProblem(deps, change, input.task, infrastructureLists(template))
          : undefined;
      if (problem !== undefined) return { kind: "invalid", closeout, message: problem };
      return (
        (await obstacle(closeout, input, reading.known)) ??
        (await begin(deps, change, latest, input, reading.known, releaser))
      );
    },
  );
  await hurryDeliveries(deps, lanes);
  if (result.kind === "requested" && result.operation.state === "confirmed") {
    await hurryOperations(deps, [result.operation.id]);
  }
  return result;
}

function actOf(kind: OperationKind): Act {
  return kind === "checkpoints" ? "request_checkpoints" : "clean_up";
}

async function refuseStranger(
  change: CloseoutChange,
  { member, kind, task }: RequestOperationInput,
): Promise<NotPermitted | undefined> {
  const { closeout } = change;
  const act = actOf(kind);
  const permission = mayDo(act, closeout, member);
  if (permission.allowed) return undefined;
  await change.record({
    actor: personOf(member),
    kind: kind === "task" ? "cleanup.task_refused" : "operation.refused",
    data: { kind, ...(task === undefined ? {} : { task }), why: "not permitted" },
  });
  return { kind: "not_permitted", closeout, act, who: permission.who };
}

/** It has been done, and nothing shows that there is something to do again; what is not known counts as nothing. */
function isDone({ kind, state }: Operation, facts: CleanupFacts): boolean {
  return state === "succeeded" && kind !== "task" && readingOf(kind, facts) !== "not_applied";
}

type Present = {
  readonly latest: Operation | undefined;
  /** The open sign-off by which it is being released. */
  readonly release: SignoffRequest | undefined;
};

/** How it stands at this moment: a sign-off whose time is over has expired, and the operation with it. */
async function present(
  change: CloseoutChange,
  template: Template,
  { kind, task }: RequestOperationInput,
  now: Temporal.Instant,
): Promise<Present> {
  const latest = latestOf(await change.operations.latest(), kind, task);
  const open = latest?.state === "planned" ? await openRelease(change, latest.id) : undefined;
  if (open === undefined) return { latest, release: undefined };
  const release = await expireIfDue({ change, request: open, template, now });
  if (release.state === "open") return { latest, release };
  return { latest: latestOf(await change.operations.latest(), kind, task), release: undefined };
}

type Waiting = {
  readonly latest: Operation;
  readonly release: SignoffRequest | undefined;
  readonly input: RequestOperationInput;
  readonly releaser: Releaser | undefined;
  readonly known: KnownFacts;
};

/**
 * One that waits for its release: whoever decides is reminded. Where the plan, or the compliance officer, is another one meanwhile, the
 * sign-off on the earlier one is superseded by a new one; but nobody asks for figures that they have not seen.
 */
async function askAgain(
  deps: RequestDeps,
  change: CloseoutChange,
  { latest, release, input, releaser, known: { facts, readAt } }: Waiting,
): Promise<RequestOperationOutcome> {
  const { closeout } = change;
  const hash = factsHash("checkpoints", facts);
  const unchanged = factsHash("checkpoints", latest.facts) === hash;
  const asked = release?.seats.some(({ user }) => user === closeout.roles.compliance_officer) === true;
  if (unchanged && asked && release !== undefined) {
    await remindSignoff(change, release, personOf(input.member));
    return { kind: "already", closeout, operation: latest, reminded: true };
  }
  const seen = { ...input, factsHash: unchanged ? hash : input.factsHash };
  return (
    (await obstacle(closeout, seen, { facts, readAt })) ??
    (await begin(deps, change, latest, seen, { facts, readAt }, releaser))
  );
}

async function taskProblem(
  { automation }: Pick<Deps, "automation">,
  change: CloseoutChange,
  task: string | undefined,
  lists: readonly string[],
): Promise<string | undefined> {
  const item = task === undefined ? undefined : await change.item(storableText(task));
  if (item === undefined || !lists.includes(item.list)) {
    return "That is not an infrastructure task; a step of the decommissioning is taken in its own view.";
  }
  if (item.state.kind !== "open") return `${item.id} is settled already.`;
  return automation.has(item.id)
    ? undefined
    : `No automation is set up for ${item.id}. Do it by hand, attach a note or link, and mark it as done.`;
}

async function obstacle(
  closeout: Closeout,
  { kind, member, factsHash: decidedOn, override }: RequestOperationInput,
  { facts }: KnownFacts,
): Promise<RequestOperationOutcome | undefined> {
  if (override !== undefined) {
    const { length } = override.trim();
    if (length < reasonLength.min) {
      return { kind: "invalid", closeout, message: "Say why; an auditor will read it." };
    }
    if (length > reasonLength.max) {
      return { kind: "invalid", closeout, message: `Shorten the reason to ${reasonLength.max} characters.` };
    }
  }
  const blockers = blockersOf(kind, facts, override !== undefined);
  if (blockers.length > 0) return { kind: "blocked", closeout, blockers };
  if (factsHash(kind, facts) !== decidedOn) return { kind: "facts_changed", closeout };
  if (kind === "checkpoints" && closeout.roles.compliance_officer === member.user) {
    return { kind: "needs_two", closeout };
  }
  return undefined;
}

async function begin(
  { clock }: Pick<Deps, "clock">,
  change: CloseoutChange,
  latest: Operation | undefined,
  input: RequestOperationInput,
  { facts }: KnownFacts,
  releaser: Releaser | undefined,
): Promise<RequestOperationOutcome> {
  const { closeout } = change;
  if (input.kind === "checkpoints" && releaser?.user !== closeout.roles.compliance_officer) {
    return { kind: "invalid", closeout, message: nobodyReleases };
  }
  const retried = latest?.state === "failed" || latest?.state === "planned" ? latest : undefined;
  const override = input.override === undefined ? undefined : storableText(input.override).trim();
  const fresh = newOperation({
    id: randomUUID(),
    closeoutId: change.closeout.id,
    kind: input.kind,
    task: input.task,
    by: personOf(input.member),
    at: clock.now(),
    override,
  });
  const operation: Operation = {
    ...(retried ?? fresh),
    facts,
    state: input.kind === "checkpoints" ? "planned" : "confirmed",
    requestedBy: fresh.requestedBy,
    requestedAt: fresh.requestedAt,
    override: fresh.override,
    released: undefined,
    doubt: "none",
    receipt: undefined,
    endedAt: undefined,
    said: undefined,
    ledgerSeq: undefined,
  };
  if (retried === undefined) await change.operations.add(operation);
  else await change.operations.save(operation);
  await recordOperation(change, operation, "requested", fresh.requestedBy, {
    facts: {
      ...facts,
      archival: { complete: facts.archival.complete, missing: [...facts.archival.missing] },
    },
    factsHash: factsHash(input.kind, facts),
    override: operation.override ?? null,
    again: retried !== undefined,
  });
  if (retried === undefined) await postOperation(change, operation);
  if (releaser !== undefined) await askForRelease(change, operation, releaser, fresh.requestedAt);
  await refreshOperation(change, operation);
  return { kind: "requested", closeout, operation };
}

const nobodyReleases =
  "The compliance officer, who has to release them, is no full member of this workspace, or has just changed. Let the owner look at the settings, then ask again.";
