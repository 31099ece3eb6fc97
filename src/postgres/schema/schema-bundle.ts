import type { Generated } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Person } from "../../domain/identity.ts";
import type { Json, Moment } from "../columns.ts";

/** Evidence bundles. */
export interface BundleTables {
  bundle: {
    id: string;
    closeout_id: string;
    number: number;
    asked_by: Json<Person>;
    asked_at: Moment;
    state: Generated<"making" | "made" | "failed">;
    ended_at: Temporal.Instant | null;
    name: string | null;
    bytes: number | null;
    sha256: string | null;
    entries: number | null;
    /** Where it was archived, as the archive's slug and key. */
    location: string | null;
    key: string | null;
    /** Why it could not be made, as a sentence. */
    why: string | null;
    /** Reckoned by the database server. */
    lease_until: Generated<Temporal.Instant>;
  };
}
