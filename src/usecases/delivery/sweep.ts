import { hurryVendorEvents } from "../certificate/hurry-vendor-events.ts";
import { trackCertificates } from "../certificate/track-certificates.ts";
import { announceReminders } from "../checklist/announce-reminders.ts";
import { hurryOperations } from "../cleanup/operation-ledger.ts";
import { trackDecommissions } from "../decommission/track-decommissions.ts";
import type { Deps } from "../deps.ts";
import { remindHandover } from "../handover/remind-handover.ts";
import { signDaily } from "../ledger/sign-daily.ts";
import { remindActions } from "../retro/remind-actions.ts";
import { trackSignoffs } from "../signoff/track-signoffs.ts";
import { hurryDeliveries } from "./hurry-deliveries.ts";

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
  // First what is settled or put off by the time, so that nobody is reminded of it.
  await trackDecommissions(deps);
  await announceReminders(deps);
  await trackCertificates(deps);
  await trackSignoffs(deps);
  await remindActions(deps);
  await remindHandover(deps);
  await hurryVendorEvents(deps, await deps.vendorEvents.waiting(eventsPerSweep));
  await hurryDeliveries(deps, await deps.deliveries.wanting(lanesPerSweep));
  await hurryOperations(deps, await deps.operations.due(operationsPerSweep));
  await signDaily(deps);
}
