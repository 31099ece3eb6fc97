import { announceReminders } from "./announce-reminders.ts";
import type { Deps } from "./deps.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";
import { hurryVendorEvents } from "./hurry-vendor-events.ts";
import { hurryOperations } from "./operation-ledger.ts";
import { remindActions } from "./remind-actions.ts";
import { remindHandover } from "./remind-handover.ts";
import { signDaily } from "./sign-daily.ts";
import { trackCertificates } from "./track-certificates.ts";
import { trackDecommissions } from "./track-decommissions.ts";
import { trackSignoffs } from "./track-signoffs.ts";

/** Lanes handed to the queue per sweep; the rest come with the next one. */
const lanesPerSweep = 2_000;

/** Operations handed to the queue per sweep. */
const operationsPerSweep = 100;

/** The same for events of the vendor. */
const eventsPerSweep = 100;

/** Finds what is due or undelivered and hands it to the queue. Whatever the queue forgot is found here again. */
export async function sweep(
  deps: Pick<
    Deps,
    | "actionItems"
    | "clock"
    | "operations"
    | "certificates"
    | "closeouts"
    | "decommissions"
    | "signoffs"
    | "people"
    | "handovers"
    | "reminders"
    | "deliveries"
    | "vendorEvents"
    | "queue"
    | "ledgers"
    | "log"
  >,
): Promise<void> {
  await announceReminders(deps);
  await trackCertificates(deps);
  await trackSignoffs(deps);
  await remindActions(deps);
  await remindHandover(deps);
  await trackDecommissions(deps);
  await hurryVendorEvents(deps, await deps.vendorEvents.waiting(eventsPerSweep));
  await hurryDeliveries(deps, await deps.deliveries.wanting(lanesPerSweep));
  await hurryOperations(deps, await deps.operations.due(operationsPerSweep));
  await signDaily(deps);
}
