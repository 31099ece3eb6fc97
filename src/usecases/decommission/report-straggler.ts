import type { Closeout } from "../../domain/closeout.ts";
import { decommissionStanding } from "../../domain/decommission/decommission-standing.ts";
import { readReason } from "../../domain/reason.ts";
import {
  actOnDecommission,
  type DecommissionDeps,
  type DecommissionRefusal,
  type DecommissionTarget,
  type Unread,
} from "./decommission-act.ts";
import { keepHappening } from "./settle-decommission.ts";

export type ReportStragglerOutcome =
  /** `gone`: the source is deleted, so nothing could be begun anew. */
  | { readonly kind: "reported"; readonly closeout: Closeout; readonly gone: boolean }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | DecommissionRefusal
  | Unread;

/**
 * Somebody still uses the source. Whoever has a role may say so: the confidence period begins anew, the evidence that nobody connects
 * is void, what was asked for has to be asked for again, and a wait that runs starts from here.
 */
export async function reportStraggler(
  deps: DecommissionDeps,
  { reason, ...target }: DecommissionTarget & { readonly reason: string },
): Promise<ReportStragglerOutcome> {
  const manner = { act: "report_straggler", reads: false, what: {} } as const;
  return await actOnDecommission<ReportStragglerOutcome>(deps, target, manner, async (acting) => {
    const { change, facts, by, now } = acting;
    const { closeout } = change;
    const read = readReason(reason);
    if (!read.ok) return { kind: "invalid", closeout, message: read.message };
    const happening = { kind: "straggler", reason: read.reason } as const;
    await keepHappening(change, { by, at: now, happening, news: true });
    // The card says from when on the source may be decommissioned.
    await change.refresh([]);
    return { kind: "reported", closeout, gone: decommissionStanding(facts, now).gone };
  });
}
