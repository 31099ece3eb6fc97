import type { Closeout } from "../../domain/closeout.ts";
import type { BaselineNotice } from "../../domain/notice.ts";
import { mayDo } from "../../domain/permissions.ts";
import type { Member } from "../../ports.ts";
import type { Deps } from "../deps.ts";
import { comparedIn } from "./compose-baseline.ts";

export type ShowBaselineOutcome =
  | { readonly kind: "found"; readonly notice: BaselineNotice }
  /** Nothing was measured yet. */
  | { readonly kind: "none"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };

/** The newest measurement, for one person, with the controls that are of use to them. */
export async function showBaseline(
  deps: Pick<Deps, "closeouts" | "baselines">,
  { closeoutId, member }: { readonly closeoutId: string; readonly member: Member },
): Promise<ShowBaselineOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined) return { kind: "no_closeout" };
  const measurement = await deps.baselines.newest(closeoutId);
  if (measurement === undefined) return { kind: "none", closeout };
  return {
    kind: "found",
    notice: {
      kind: "baseline",
      audience: "private",
      closeout,
      measurement,
      baseline: await comparedIn(deps, closeout, measurement),
      newest: measurement.number,
      sentAs: [],
      mayWaive: mayDo("waive_finding", closeout, member).allowed,
      mayMeasure: mayDo("measure_baseline", closeout, member).allowed,
    },
  };
}
