import type { Temporal } from "temporal-polyfill";
import { waitsIn } from "../../domain/archive/disposal.ts";
import { assertNever } from "../../domain/assert-never.ts";
import { type Actor, system } from "../../domain/identity.ts";
import type { SignoffDecision, SignoffRequest } from "../../domain/signoff/signoff.ts";
import { activeSeats } from "../../domain/signoff/signoff-quorum.ts";
import type { CloseoutChange, Hold } from "../../ports.ts";

/** A request for disposal that has ended, within the change that ends it. */
type EndedDisposal = {
  readonly change: CloseoutChange;
  readonly request: SignoffRequest;
  readonly now: Temporal.Instant;
};

type Verdict = Hold & { readonly kind: "approved" | "rejected" };

/**
 * What the end of a sign-off means for the artifacts that it asks about: approved, a job disposes of them; any other end keeps them, and
 * they are asked about again later. What was taken out meanwhile by a hold is left alone.
 */
export async function settleDisposal({ change, request, now }: EndedDisposal): Promise<void> {
  const verdict = verdictOf(request, now);
  if (verdict === undefined) return;
  for (const artifact of await change.artifacts.all()) {
    if (!waitsIn(artifact, request.id)) continue;
    if (!(await change.artifacts.decideDisposal(artifact.id, verdict))) continue;
    const { number, path } = artifact;
    await change.record({
      actor: verdict.by,
      kind: `disposal.${verdict.kind}`,
      data: { number, path, reason: verdict.reason, signoff: request.number },
    });
  }
}

function verdictOf(request: SignoffRequest, now: Temporal.Instant): Verdict | undefined {
  const { state, number, ended } = request;
  switch (state) {
    case "open":
      return undefined;
    case "approved": {
      const { by, words } = decisionIn(request);
      return { kind: state, by, at: now, reason: words ?? "its retention is over" };
    }
    case "rejected": {
      const { by, words } = decisionIn(request);
      return { kind: state, by, at: now, reason: words ?? "" };
    }
    case "expired":
      return kept(system, ended?.at ?? now, `sign-off ${number} expired undecided`);
    case "withdrawn":
    case "superseded":
    case "overridden":
      return kept(ended?.by ?? system, now, `sign-off ${number} was ${state}: ${ended?.reason ?? ""}`);
    default:
      return assertNever(state);
  }
}

function kept(by: Actor, at: Temporal.Instant, reason: string): Verdict {
  return { kind: "rejected", by, at, reason };
}

/** One seat decides on a disposal. */
function decisionIn(request: SignoffRequest): SignoffDecision {
  const [decision] = activeSeats(request).flatMap((seat) => seat.decision ?? []);
  if (decision === undefined) throw new TypeError("A disposal was decided without a decision");
  return decision;
}
