import type { Deps } from "../deps.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";

/** Turns a digest to another page, for everybody who sees it; `false` when there is no such digest. */
export async function turnPage(
  deps: Pick<Deps, "deliveries" | "queue" | "log">,
  { deliveryId, page }: { readonly deliveryId: string; readonly page: number },
): Promise<boolean> {
  const lane = await deps.deliveries.turnPage(deliveryId, page);
  if (lane === undefined) return false;
  await hurryDeliveries(deps, [lane]);
  return true;
}

/** Brings a message up to date because somebody clicked on something in it that no longer applies. */
export async function refreshMessage(
  deps: Pick<Deps, "deliveries" | "queue" | "log">,
  { deliveryId }: { readonly deliveryId: string },
): Promise<void> {
  const lane = await deps.deliveries.refresh(deliveryId);
  if (lane !== undefined) await hurryDeliveries(deps, [lane]);
}
