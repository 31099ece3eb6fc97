import { assertNever } from "../assert-never.ts";
import { decommissionPlan } from "../decommission/decommission-plan.ts";
import type { Template } from "../template/template.ts";
import type { Purpose } from "./signoff.ts";

/** What people find in the form for a new request. What Closeout asks for by itself is not among it. */
export const purposesOnOffer = [
  "project_acceptance",
  "decommission_source",
  "waiver",
  "checkpoints_release",
  "other",
] as const satisfies readonly Purpose[];

/** Purposes of which a feature asks: its request binds the plan, and its approval sets in motion what it is for. */
export type FeaturePurpose = Extract<
  Purpose,
  "decommission_source" | "early_gate" | "checkpoints_release" | "disposal"
>;

/**
 * The purpose again where a feature has to ask for it, since a request by hand would set nothing in motion; `undefined` where it may be
 * asked for by hand. Decommissioning is asked for by hand where the procedure has no plan that would have to be approved.
 */
export function askedByFeature(purpose: Purpose, template: Template): FeaturePurpose | undefined {
  switch (purpose) {
    case "early_gate":
    case "checkpoints_release":
    case "disposal":
      return purpose;
    case "decommission_source": {
      const prerequisites = decommissionPlan(template)?.prerequisites ?? [];
      return prerequisites.some(({ evidence }) => evidence === "approval") ? purpose : undefined;
    }
    case "project_acceptance":
    case "waiver":
    case "other":
      return undefined;
    default:
      return assertNever(purpose);
  }
}
