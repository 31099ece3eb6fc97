import { randomUUID } from "node:crypto";
import { latestOf } from "../domain/cleanup.ts";
import type { Closeout } from "../domain/closeout.ts";
import { newOperation, type Operation } from "../domain/operation.ts";
import { refuse } from "../domain/operation-steps.ts";
import { mayDo } from "../domain/permissions.ts";
import { storableText } from "../domain/typed-text.ts";
import type { CloseoutChange, Member } from "../ports.ts";
import type { Deps } from "./deps.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";
import {
  completeCleanup,
  hurryOperations,
  postOperation,
  recordOperation,
  refreshOperation,
} from "./operation-ledger.ts";
import { type NotPermitted, personOf, reasonLength } from "./request-operation.ts";
import { templateOf } from "./template-of.ts";

export type DecideReleaseInput = {
  readonly closeoutId: string;
  readonly member: Member;
  /** `keep` needs no request: the compliance officer may say so at any time before the checkpoints are deleted. */
  readonly decision:
    | { readonly kind: "release"; readonly operationId: string; readonly words: string | undefined }
    | { readonly kind: "keep"; readonly reason: string };
};

export type DecideReleaseOutcome =
  | { readonly kind: "released" | "kept"; readonly closeout: Closeout; readonly operation: Operation }
  | NotPermitted
  /** The same person asked for it: the owner has to name somebody else. */
  | { readonly kind: "needs_two"; readonly closeout: Closeout }
  /** It was decided before, or the checkpoints are gone; the operation says by whom and when. */
  | { readonly kind: "decided"; readonly closeout: Closeout; readonly operation: Operation | undefined }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | { readonly kind: "closed" }
  | { readonly kind: "no_closeout" };

/**
 * The compliance officer's word on the checkpoints: released ("not needed for audit"), so that they are deleted now, or kept for
 * audit. Never one person alone, even if they hold both roles.
 */
export async function decideRelease(
  deps: Pick<Deps, "clock" | "closeouts" | "queue" | "log">,
  input: DecideReleaseInput,
): Promise<DecideReleaseOutcome> {
  const known = await deps.closeouts.get(input.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  const { result, lanes } = await deps.closeouts.change(
    input.closeoutId,
    async (change): Promise<DecideReleaseOutcome> => {
      const { closeout } = change;
      if (closeout.status === "closed") return { kind: "closed" };
      const refused = await refuseStranger(change, input);
      if (refused !== undefined) return refused;
      const latest = latestOf(await change.operations.latest(), "checkpoints");
      const outcome =
        input.decision.kind === "release"
          ? await release(deps, change, input.member, latest, input.decision)
          : await keep(deps, change, input.member, latest, input.decision.reason);
      if (outcome.kind === "kept") await completeCleanup(change, template, deps.clock.now());
      return outcome;
    },
  );
  await hurryDeliveries(deps, lanes);
  if (result.kind === "released") await hurryOperations(deps, [result.operation.id]);
  return result;
}

async function refuseStranger(
  change: CloseoutChange,
  { member, decision }: DecideReleaseInput,
): Promise<NotPermitted | undefined> {
  const { closeout } = change;
  const permission = mayDo("release_checkpoints", closeout, member);
  if (permission.allowed) return undefined;
  await change.record({
    actor: personOf(member),
    kind: "operation.refused",
    data: { kind: "checkpoints", decision: decision.kind, why: "not permitted" },
  });
  return { kind: "not_permitted", closeout, act: "release_checkpoints", who: permission.who };
}

async function release(
  { clock }: Pick<Deps, "clock">,
  change: CloseoutChange,
  member: Member,
  latest: Operation | undefined,
  { operationId, words }: Extract<DecideReleaseInput["decision"], { kind: "release" }>,
): Promise<DecideReleaseOutcome> {
  const { closeout } = change;
  if (latest === undefined || latest.id !== operationId || latest.state !== "planned") {
    return { kind: "decided", closeout, operation: latest };
  }
  if (latest.requestedBy.user === member.user) {
    await change.record({
      actor: personOf(member),
      kind: "operation.refused",
      data: { operation: latest.id, kind: "checkpoints", why: "asked for and released by the same person" },
    });
    return { kind: "needs_two", closeout };
  }
  const said = words === undefined ? "" : storableText(words).trim();
  if (said.length > reasonLength.max) {
    return { kind: "invalid", closeout, message: `Shorten it to ${reasonLength.max} characters.` };
  }
  const by = personOf(member);
  const operation: Operation = {
    ...latest,
    state: "confirmed",
    released: { by, at: clock.now(), words: said === "" ? undefined : said },
  };
  await change.operations.save(operation);
  await recordOperation(change, operation, "released", by, {
    statement: "not needed for audit",
    words: said === "" ? null : said,
  });
  await refreshOperation(change, operation);
  return { kind: "released", closeout, operation };
}

async function keep(
  { clock }: Pick<Deps, "clock">,
  change: CloseoutChange,
  member: Member,
  latest: Operation | undefined,
  typed: string,
): Promise<DecideReleaseOutcome> {
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
