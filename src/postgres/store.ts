import type { Kysely } from "kysely";
import { sql } from "kysely";
import type {
  ActionItems,
  ArchivalEvidence,
  Artifacts,
  Baselines,
  Budgets,
  Bundles,
  Certificates,
  Clock,
  Closeouts,
  Closings,
  Decommissions,
  Deliveries,
  Handovers,
  Inbox,
  Ledgers,
  Operations,
  Reminders,
  Reports,
  Retros,
  Signer,
  Signoffs,
  VendorEvents,
  Verifications,
} from "../ports.ts";
import { createActionItems } from "./action-items.ts";
import { createArchivalEvidence } from "./archival-evidence.ts";
import { createArtifacts } from "./artifacts.ts";
import { createBaselines } from "./baselines.ts";
import { createBudgets } from "./budgets.ts";
import { createBundles } from "./bundles.ts";
import { createCertificates } from "./certificates.ts";
import { createCloseouts } from "./closeouts.ts";
import { createClosings } from "./closings.ts";
import { createDecommissions } from "./decommissions.ts";
import { createDeliveries, type Pacing } from "./deliveries.ts";
import { createHandovers } from "./handovers.ts";
import { createInbox } from "./inbox.ts";
import { createLedgers } from "./ledgers.ts";
import { createOperationStore } from "./operations.ts";
import { createReminders } from "./reminders.ts";
import { createReports } from "./reports.ts";
import { createRetros } from "./retros.ts";
import type { Database } from "./schema/schema.ts";
import { createSignoffs } from "./signoffs.ts";
import { createVendorEvents } from "./vendor-events.ts";
import { createVerifications } from "./verifications.ts";

/** Everything that is kept, over one database. */
export type Store = {
  readonly closeouts: Closeouts;
  readonly closings: Closings;
  readonly ledgers: Ledgers;
  readonly baselines: Baselines;
  readonly bundles: Bundles;
  readonly budgets: Budgets;
  readonly handovers: Handovers;
  readonly reminders: Reminders;
  readonly deliveries: Deliveries;
  readonly inbox: Inbox;
  readonly artifacts: Artifacts;
  readonly operations: Operations;
  readonly certificates: Certificates;
  readonly signoffs: Signoffs;
  readonly reports: Reports;
  readonly decommissions: Decommissions;
  readonly vendorEvents: VendorEvents;
  readonly verifications: Verifications;
  readonly archival: ArchivalEvidence;
  readonly retros: Retros;
  readonly actionItems: ActionItems;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
};

/** Opens the store over a migrated database. */
export function createStore(db: Kysely<Database>, clock: Clock, pacing: Pacing, signer: Signer): Store {
  return {
    closeouts: createCloseouts(db, clock, signer),
    closings: createClosings(db),
    ledgers: createLedgers(db, signer),
    baselines: createBaselines(db),
    bundles: createBundles(db),
    budgets: createBudgets(db),
    handovers: createHandovers(db),
    reminders: createReminders(db, clock),
    deliveries: createDeliveries(db, clock, pacing),
    inbox: createInbox(db),
    artifacts: createArtifacts(db),
    operations: createOperationStore(db),
    certificates: createCertificates(db),
    signoffs: createSignoffs(db),
    reports: createReports(db),
    decommissions: createDecommissions(db),
    vendorEvents: createVendorEvents(db, clock),
    verifications: createVerifications(db),
    archival: createArchivalEvidence(db),
    retros: createRetros(db),
    actionItems: createActionItems(db),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
  };
}
