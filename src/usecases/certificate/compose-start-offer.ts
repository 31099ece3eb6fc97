import type { StartOfferNotice } from "../../domain/certificate/certificate-notice.ts";
import type { Installation } from "../../domain/identity.ts";
import type { Deps } from "../deps.ts";

/** The offer of a migration as it stands now: still open, or taken by a closeout. */
export async function composeStartOffer(
  { closeouts, vendorEvents }: Pick<Deps, "closeouts" | "vendorEvents">,
  installation: Installation,
  migrationId: string,
): Promise<StartOfferNotice | undefined> {
  const offer = await vendorEvents.offer(installation, migrationId);
  if (offer === undefined) return undefined;
  const { migrationName, completedAt } = offer;
  const closeout = await closeouts.openWithMigration(installation, migrationId);
  return { kind: "start_offer", migrationId, migrationName, completedAt, closeout };
}
