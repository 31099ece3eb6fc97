import { randomUUID } from "node:crypto";
import { latestOf } from "../../domain/cleanup/cleanup.ts";
import { newOperation, type Operation } from "../../domain/cleanup/operation.ts";
import { refuse } from "../../domain/cleanup/operation-steps.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { SignoffRequest } from "../../domain/signoff/signoff.ts";
import { storableText } from "../../domain/typed-text.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { templateOf } from "../start/template-of.ts";
import { openRelease } from "./ask-for-release.ts";
import { completeCleanup, postOperation, recordOperation, refreshOperation } from "./operation-ledger.ts";
import { type NotPermitted, reasonLength } from "./request-operation.ts";

export type KeepCheckpointsInput = {
  readonly closeoutId: string;
  readonly member: Member;
  readonly reason: string;
};

export type KeepCheckpointsOutcome =
  | { readonly kind: "kept"; readonly closeout: Closeout; readonly operation: Operation }
  /** A sign-off asks about them: rejecting that keeps them. */
  | { readonly kind: "asked"; readonly closeout: Closeout; readonly request: SignoffRequest }
  | NotPermitted
  /** The checkpoints are being deleted, or were. */
  | { readonly kind: "decided"; readonly closeout: Closeout; readonly operation: Operation | undefined }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | { readonly kind: "closed" }
  | { readonly kind: "no_closeout" };

/**
 * The compliance officer keeps the checkpoints for audit without having been asked, at any time before they are deleted. Once they are
 * asked, their word belongs into that sign-off.
 */
export async function keepCheckpoints(
  deps: Pick<Deps, "clock" | "closeouts" | "queue" | "log">,
  { closeoutId, member, reason }: KeepCheckpointsInput,
): Promise<KeepCheckpointsOutcome> {
  const known = await deps.closeouts.get(closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const { result, lanes } = await deps.closeouts.change(
    closeoutId,
    async (change): Promise<KeepCheckpointsOutcome> => {
      const { closeout } = change;
      if (closeout.status === "closed") return { kind: "closed" };
      const refused = await refuseStranger(change, member);
      if (refused !== undefined) return refused;
      const latest = latestOf(await change.operations.latest(), "checkpoints");
      const request = latest && (await openRelease(change, latest.id));
      if (request !== undefined) return { kind: "asked", closeout, request };
      const outcome = await keep(deps, change, member, latest, reason);
      if (outcome.kind === "kept") await completeCleanup(change, template, deps.clock.now());
      return outcome;
    },
  );
  await hurryDeliveries(deps, lanes);
  return result;
}

async function refuseStranger(change: CloseoutChange, member: Member): Promise<NotPermitted | undefined> {
  const { closeout } = change;
  const permission = mayDo("release_checkpoints", closeout, member);
  if (permission.allowed) return undefined;
  await change.record({
    actor: personOf(member),
    kind: "operation.refused",
    data: { kind: "checkpoints", decision: "keep", why: "not permitted" },
  });
  return { kind: "not_permitted", closeout, act: "release_checkpoints", who: permission.who };
}

async function keep(
  { clock }: Pick<Deps, "clock">,
  change: CloseoutChange,
  member: Member,
  latest: Operation | undefined,
  typed: string,
): Promise<KeepCheckpointsOutcome> {
  const { closeout } = change;
  const decidable = latest === undefined || latest.state === "planned" || latest.state === "failed";
  if (!decidable) return { kind: "decided", closeout, operation: latest };
  const reason = storableText(typed).trim();
  if (reason.length < reasonLength.min || reason.length > reasonLength.max) {
    return {
      kind: "invalid",
      closeout,
      message: `Say why they are kept, in ${reasonLength.min} to ${reasonLength.max} characters; an auditor will read it.`,
    };
  }
  const by = personOf(member);
  const now = clock.now();
  const asked = latest?.state === "planned" ? latest : undefined;
  const unasked = newOperation({
    id: randomUUID(),
    closeoutId: closeout.id,
    kind: "checkpoints",
    task: undefined,
    by,
    at: now,
    override: undefined,
  });
  const { operation } = refuse(asked ?? unasked, now, {
    how: "refused",
    knownBy: "person",
    by: member.user,
    reason,
  });
  if (asked === undefined) {
    await change.operations.add(operation);
    await postOperation(change, operation);
  } else {
    await change.operations.save(operation);
  }
  await recordOperation(change, operation, "refused", by, { statement: "kept for audit", reason });
  await refreshOperation(change, operation);
  return { kind: "kept", closeout, operation };
}
