import type { Kysely } from "kysely";
import { sql } from "kysely";
import type {
  ArchivalEvidence,
  Artifacts,
  Clock,
  Closeouts,
  Deliveries,
  Inbox,
  Reminders,
  Verifications,
} from "../ports.ts";
import { createArchivalEvidence } from "./archival-evidence.ts";
import { createArtifacts } from "./artifacts.ts";
import { createCloseouts } from "./closeouts.ts";
import { createDeliveries, type Pacing } from "./deliveries.ts";
import { createInbox } from "./inbox.ts";
import { createReminders } from "./reminders.ts";
import type { Database } from "./schema.ts";
import { createVerifications } from "./verifications.ts";

/** Everything that is kept, over one database. */
export type Store = {
  readonly closeouts: Closeouts;
  readonly reminders: Reminders;
  readonly deliveries: Deliveries;
  readonly inbox: Inbox;
  readonly artifacts: Artifacts;
  readonly verifications: Verifications;
  readonly archival: ArchivalEvidence;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
};

/** Opens the store over a migrated database. */
export function createStore(db: Kysely<Database>, clock: Clock, pacing: Pacing): Store {
  return {
    closeouts: createCloseouts(db, clock),
    reminders: createReminders(db, clock),
    deliveries: createDeliveries(db, clock, pacing),
    inbox: createInbox(db),
    artifacts: createArtifacts(db),
    verifications: createVerifications(db),
    archival: createArchivalEvidence(db),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
  };
}
