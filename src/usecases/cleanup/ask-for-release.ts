import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { releaseOf } from "../../domain/cleanup/cleanup.ts";
import type { Operation } from "../../domain/cleanup/operation.ts";
import type { Closeout } from "../../domain/closeout.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import { purposeDefaults, usualDecideBy } from "../../domain/signoff/signoff-purposes.ts";
import type { CloseoutChange } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { beginSignoff } from "../signoff/begin-signoff.ts";
import { planDocument } from "../signoff/signoff-documents.ts";
import { supersedeSignoffs } from "../signoff/supersede-signoffs.ts";

/** Whoever has to release checkpoints, with their name as it will be printed. */
export type Releaser = { readonly user: string; readonly name: string };

/** The compliance officer as the platform knows them; `undefined` when they are no full member of the workspace. */
export async function releaserOf(
  { people }: Pick<Deps, "people">,
  { installation, roles: { compliance_officer: user } }: Closeout,
): Promise<Releaser | undefined> {
  const profile = await people.profile(installation, user);
  return profile?.kind === "member" ? { user, name: profile.name } : undefined;
}

/** The request by which an operation is being released, while it is open. */
export async function openRelease(
  change: CloseoutChange,
  operationId: string,
): Promise<SignoffRequest | undefined> {
  const latest = releaseOf(await change.signoffs.all(), operationId);
  return latest?.state === "open" ? latest : undefined;
}

/**
 * Asks the compliance officer for sign-off on an operation's plan, by its exact bytes; an open request about an earlier plan of it is
 * superseded. Its approval lets the operation run.
 */
export async function askForRelease(
  change: CloseoutChange,
  operation: Operation,
  { user, name }: Releaser,
  now: Temporal.Instant,
): Promise<void> {
  const origin = { kind: "plan", of: operation.id } as const;
  const plan = planDocument(operation, now);
  await change.saveDocument(plan);
  await supersedeSignoffs(change, origin, plan.sha256, now);
  const { title, meaning, quorum } = purposeDefaults.checkpoints_release;
  const outcome = await beginSignoff(
    change,
    {
      id: randomUUID(),
      purpose: "checkpoints_release",
      title,
      meaning,
      documents: [{ sha256: plan.sha256, name: plan.name, origin }],
      seats: [{ id: randomUUID(), role: "compliance_officer", user, name }],
      quorum,
      order: "parallel",
      decideBy: usualDecideBy("checkpoints_release", now, change.closeout),
      effect: { kind: "release_operation", operation: operation.id },
      requestedBy: operation.requestedBy,
    },
    now,
  );
  if (outcome.kind === "invalid") throw new TypeError("A release could not be asked for");
}
