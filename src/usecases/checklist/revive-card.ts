import type { Installation } from "../../domain/identity.ts";
import { hurryDeliveries } from "../delivery/hurry-deliveries.ts";
import type { Deps } from "../deps.ts";

/** Posts a channel's card after all: it was refused while we were not in the channel, and now we are let in. */
export async function reviveCard(
  deps: Pick<Deps, "deliveries" | "queue" | "log">,
  { installation, channel }: { readonly installation: Installation; readonly channel: string },
): Promise<void> {
  const lane = { installation, conversation: { kind: "channel", channel } } as const;
  await deps.deliveries.revive(lane);
  await hurryDeliveries(deps, [lane]);
}
