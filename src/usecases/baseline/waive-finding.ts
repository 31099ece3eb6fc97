import type { Finding, MetricName } from "../../domain/baseline/finding.ts";
import type { Measurement } from "../../domain/baseline/measurement.ts";
import type { Closeout } from "../../domain/closeout.ts";
import { personOf } from "../../domain/identity.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { CloseoutChange, Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import type { NotPermitted } from "../refusal.ts";
import { applyWaiver, type Waivable } from "../signoff/apply-waiver.ts";
import { templateOf } from "../start/template-of.ts";

/** Which finding, of which measurement, and who decides on it. */
export type WaiveTarget = {
  readonly closeoutId: string;
  readonly number: number;
  readonly metric: MetricName;
  readonly member: Member;
};

/** Why there is nothing to decide on for this person. */
export type CannotWaive =
  | NotPermitted
  /** Decided or resolved already, or there never was one. */
  | { readonly kind: "not_open"; readonly closeout: Closeout; readonly finding: Finding | undefined }
  | { readonly kind: "outdated"; readonly closeout: Closeout; readonly newest: Measurement }
  | { readonly kind: "closed"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };

export type PrepareWaiverOutcome =
  | { readonly kind: "ready"; readonly closeout: Closeout; readonly finding: Finding }
  | CannotWaive;

export type WaiveFindingOutcome =
  | { readonly kind: "waived"; readonly closeout: Closeout; readonly finding: Finding }
  | { readonly kind: "reason_needed" }
  | CannotWaive;

type WaiveDeps = Pick<Deps, "clock" | "closeouts" | "queue" | "log">;

/** Says, before anybody writes a reason, whether this person can waive this finding. A refusal is kept in the ledger. */
export async function prepareWaiver(deps: WaiveDeps, target: WaiveTarget): Promise<PrepareWaiverOutcome> {
  return await decide(deps, target, async (change, { finding }) => ({
    kind: "ready",
    closeout: change.closeout,
    finding,
  }));
}

/**
 * Accepts a regression as it is, with the reason that an auditor will read. The technical lead or the business sponsor, by the
 * roles as they are at this moment; the refusal of anybody else is kept in the ledger.
 */
export async function waiveFinding(
  deps: WaiveDeps,
  { reason, ...target }: WaiveTarget & { readonly reason: string },
): Promise<WaiveFindingOutcome> {
  const known = await deps.closeouts.get(target.closeoutId);
  if (known === undefined) return { kind: "no_closeout" };
  const template = await templateOf(deps, known);
  return await decide<WaiveFindingOutcome>(deps, target, async (change, found) => {
    const by = personOf(target.member);
    const waived = await applyWaiver(change, template, found, { by, reason, now: deps.clock.now() });
    if (waived === undefined) return { kind: "reason_needed" };
    return { kind: "waived", closeout: change.closeout, finding: waived };
  });
}

/** Finds an open finding that this person may decide on, within one change, and hands it to `work`. */
async function decide<Outcome>(
  deps: WaiveDeps,
  { closeoutId, number, metric, member }: WaiveTarget,
  work: (change: CloseoutChange, found: Waivable) => Promise<Outcome>,
): Promise<Outcome | CannotWaive> {
  if ((await deps.closeouts.get(closeoutId)) === undefined) return { kind: "no_closeout" };
  const { result, lanes } = await deps.closeouts.change<Outcome | CannotWaive>(closeoutId, async (change) => {
    const { closeout } = change;
    if (closeout.status === "closed") return { kind: "closed", closeout };
    const permission = mayDo("waive_finding", closeout, member);
    if (!permission.allowed) {
      const data = { act: "waive_finding", number, metric };
      await change.record({ actor: personOf(member), kind: "act.refused", data });
      return { kind: "not_permitted", closeout, who: permission.who };
    }
    const measurement = await change.baselines.newest();
    const finding = measurement?.findings.find((one) => one.metric === metric);
    if (measurement !== undefined && measurement.number !== number) {
      return { kind: "outdated", closeout, newest: measurement };
    }
    if (measurement === undefined || finding?.state.kind !== "open") {
      return { kind: "not_open", closeout, finding };
    }
    return await work(change, { measurement, finding });
  });
  await hurryDeliveries(deps, lanes);
  return result;
}
