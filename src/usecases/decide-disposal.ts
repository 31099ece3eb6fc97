import { Temporal } from "temporal-polyfill";
import type { Closeout } from "../domain/closeout.ts";
import { personOf } from "../domain/identity.ts";
import { readReason } from "../domain/reason.ts";
import type { Artifact, CloseoutChange, Member } from "../ports.ts";
import { type ArchiveRefusal, refuseUnlessAllowed } from "./archive-act.ts";
import type { Deps } from "./deps.ts";
import { disposeJob } from "./dispose-artifacts.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";
import { hurryJobs } from "./hurry-jobs.ts";

export type DecideDisposalInput = {
  readonly closeoutId: string;
  /** One artifact by its number, or all that a notice of this moment asked about. */
  readonly which: { readonly number: number } | { readonly noticed: string };
  readonly decision: { readonly kind: "approve" } | { readonly kind: "keep"; readonly reason: string };
  readonly member: Member;
};

export type DecideDisposalOutcome =
  | {
      readonly kind: "decided";
      readonly closeout: Closeout;
      readonly decision: "approve" | "keep";
      readonly numbers: readonly number[];
    }
  /** None of them waits for a decision any more. */
  | { readonly kind: "already"; readonly closeout: Closeout }
  | ArchiveRefusal;

/** The compliance officer's decision about artifacts whose retention is over. What is approved is disposed of by a job. */
export async function decideDisposal(
  deps: Pick<Deps, "clock" | "closeouts" | "queue" | "log">,
  input: DecideDisposalInput,
): Promise<DecideDisposalOutcome> {
  const { closeoutId, decision, member } = input;
  if ((await deps.closeouts.get(closeoutId)) === undefined) return { kind: "no_closeout" };
  const { result, lanes } = await deps.closeouts.change<DecideDisposalOutcome>(closeoutId, async (change) => {
    const { closeout } = change;
    const refusal = await refuseUnlessAllowed(change, "decide_disposal", member, { tried: decision.kind });
    if (refusal !== undefined) return refusal;
    const reason = decision.kind === "keep" ? readReason(decision.reason) : undefined;
    if (reason?.ok === false) return { kind: "invalid", closeout, message: reason.message };
    const by = personOf(member);
    const at = deps.clock.now();
    const numbers: number[] = [];
    for (const artifact of await waiting(change, input.which)) {
      const verdict = {
        by,
        at,
        reason: reason?.ok === true ? reason.reason : "its retention is over",
        kind: decision.kind === "approve" ? ("approved" as const) : ("rejected" as const),
      };
      if (!(await change.artifacts.decideDisposal(artifact.id, verdict))) continue;
      numbers.push(artifact.number);
      await change.record({
        actor: by,
        kind: decision.kind === "approve" ? "disposal.approved" : "disposal.rejected",
        data: { number: artifact.number, path: artifact.path, reason: verdict.reason },
      });
    }
    await change.refreshAbout({ kind: "disposal" });
    return numbers.length === 0
      ? { kind: "already", closeout }
      : { kind: "decided", closeout, decision: decision.kind, numbers };
  });
  await hurryDeliveries(deps, lanes);
  if (result.kind === "decided" && result.decision === "approve") {
    await hurryJobs(deps, [{ name: disposeJob, payload: { closeoutId }, key: closeoutId }]);
  }
  return result;
}

async function waiting(
  change: CloseoutChange,
  which: DecideDisposalInput["which"],
): Promise<readonly Artifact[]> {
  const open = (await change.artifacts.all()).filter(
    ({ disposal, disposed }) => disposal?.kind === "waiting" && disposed === undefined,
  );
  if ("number" in which) return open.filter(({ number }) => number === which.number);
  return open.filter(({ disposal }) => wasNoticedAt(disposal?.noticedAt, which.noticed));
}

/** The store keeps moments to the microsecond. */
export function wasNoticedAt(noticedAt: Temporal.Instant | undefined, noticed: string): boolean {
  if (noticedAt === undefined) return false;
  return noticedAt.epochMilliseconds === Temporal.Instant.from(noticed).epochMilliseconds;
}
