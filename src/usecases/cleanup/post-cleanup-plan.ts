import { randomUUID } from "node:crypto";
import type { Closeout } from "../../domain/closeout.ts";
import { hasRole } from "../../domain/closeout.ts";
import type { Member } from "../../ports.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";
import { readFacts } from "./read-cleanup.ts";

export type PostCleanupPlanOutcome =
  | { readonly kind: "posted"; readonly closeout: Closeout }
  | { readonly kind: "not_permitted"; readonly closeout: Closeout }
  | { readonly kind: "no_closeout" };

/** Puts the plan into the channel, for everybody; from then on it is kept current there. Whoever has a role may do it. */
export async function postCleanupPlan(
  deps: Pick<Deps, "clock" | "closeouts" | "operations" | "archival" | "sensei" | "queue" | "log">,
  { closeoutId, member }: { readonly closeoutId: string; readonly member: Member },
): Promise<PostCleanupPlanOutcome> {
  const closeout = await deps.closeouts.get(closeoutId);
  if (closeout === undefined || closeout.status === "closed") return { kind: "no_closeout" };
  if (!hasRole(closeout, member.user)) return { kind: "not_permitted", closeout };
  await readFacts(deps, closeout, 2_000);
  const { lanes } = await deps.closeouts.change(closeoutId, (change) =>
    change.post([
      {
        id: randomUUID(),
        conversation: { kind: "channel", channel: closeout.channel },
        subject: { kind: "cleanup_plan" },
      },
    ]),
  );
  await hurryDeliveries(deps, lanes);
  return { kind: "posted", closeout };
}
