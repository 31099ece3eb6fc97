import type { Kysely } from "kysely";
import { sql } from "kysely";
import type {
  ArchivalEvidence,
  Artifacts,
  Baselines,
  Certificates,
  Clock,
  Closeouts,
  Decommissions,
  Deliveries,
  Inbox,
  Operations,
  Reminders,
  Signoffs,
  VendorEvents,
  Verifications,
} from "../ports.ts";
import { createArchivalEvidence } from "./archival-evidence.ts";
import { createArtifacts } from "./artifacts.ts";
import { createBaselines } from "./baselines.ts";
import { createCertificates } from "./certificates.ts";
import { createCloseouts } from "./closeouts.ts";
import { createDecommissions } from "./decommissions.ts";
import { createDeliveries, type Pacing } from "./deliveries.ts";
import { createInbox } from "./inbox.ts";
import { createOperationStore } from "./operations.ts";
import { createReminders } from "./reminders.ts";
import type { Database } from "./schema.ts";
import { createSignoffs } from "./signoffs.ts";
import { createVendorEvents } from "./vendor-events.ts";
import { createVerifications } from "./verifications.ts";

/** Everything that is kept, over one database. */
export type Store = {
  readonly closeouts: Closeouts;
  readonly baselines: Baselines;
  readonly reminders: Reminders;
  readonly deliveries: Deliveries;
  readonly inbox: Inbox;
  readonly artifacts: Artifacts;
  readonly operations: Operations;
  readonly certificates: Certificates;
  readonly signoffs: Signoffs;
  readonly decommissions: Decommissions;
  readonly vendorEvents: VendorEvents;
  readonly verifications: Verifications;
  readonly archival: ArchivalEvidence;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
};

/** Opens the store over a migrated database. */
export function createStore(db: Kysely<Database>, clock: Clock, pacing: Pacing): Store {
  return {
    closeouts: createCloseouts(db, clock),
    baselines: createBaselines(db),
    reminders: createReminders(db, clock),
    deliveries: createDeliveries(db, clock, pacing),
    inbox: createInbox(db),
    artifacts: createArtifacts(db),
    operations: createOperationStore(db),
    certificates: createCertificates(db),
    signoffs: createSignoffs(db),
    decommissions: createDecommissions(db),
    vendorEvents: createVendorEvents(db, clock),
    verifications: createVerifications(db),
    archival: createArchivalEvidence(db),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
  };
}
