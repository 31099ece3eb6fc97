import { randomUUID } from "node:crypto";
import type { Closeout } from "../../domain/closeout.ts";
import {
  actOnDecommission,
  type DecommissionDeps,
  type DecommissionRefusal,
  type DecommissionTarget,
  type Unread,
} from "./decommission-act.ts";

export type PostDecommissionOutcome =
  | { readonly kind: "posted"; readonly closeout: Closeout }
  | DecommissionRefusal
  | Unread;

/** Puts the view into the channel, for everybody; from then on it is kept current there. Whoever has a role may do it. */
export async function postDecommission(
  deps: DecommissionDeps,
  target: DecommissionTarget,
): Promise<PostDecommissionOutcome> {
  const manner = { act: "report_straggler", reads: false, what: { post: "decommission" } } as const;
  return await actOnDecommission<PostDecommissionOutcome>(deps, target, manner, async ({ change }) => {
    const { closeout } = change;
    const conversation = { kind: "channel", channel: closeout.channel } as const;
    await change.post([{ id: randomUUID(), conversation, subject: { kind: "decommission" } }]);
    return { kind: "posted", closeout };
  });
}
