import type { ColumnType, Generated } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Actor } from "../../domain/identity.ts";
import type { VerificationOutcome } from "../../ports.ts";
import type { Json, Moment } from "../columns.ts";

/** The archive: runs that take exports in, the retention register, holds, disposals and verifications. */
export interface ArchiveTables {
  /** The taking in of one export; one at a time for each closeout. */
  archive_run: {
    id: string;
    closeout_id: string;
    state: "running" | "completed" | "refused" | "failed";
    started_by: Json<Actor>;
    started_at: Moment;
    finished_at: Temporal.Instant | null;
    /** Why it was refused or failed, as a sentence. */
    why: string | null;
    export_bytes: number | null;
    export_sha256: string | null;
    entries_done: Generated<number>;
    entries_total: Generated<number>;
    bytes_done: Generated<number>;
    bytes_total: Generated<number>;
    attempts: Generated<number>;
    /** Who works on it now; whoever holds an older claim may write nothing more. */
    claim: string | null;
    /** Reckoned by the database server. */
    lease_until: Generated<Temporal.Instant>;
  };
  /** The retention register. */
  archived_artifact: {
    id: string;
    closeout_id: string;
    /** What people type: the first of a closeout is 1. */
    number: number;
    run_id: string;
    /** An artifact of the template; null as long as nobody has said what it is. */
    kind: string | null;
    path: string;
    location_name: string;
    location: string;
    key: string;
    bytes: number;
    sha256: string;
    media_type: string;
    stored_at: Moment;
    retention: string;
    /** A day; null is indefinite. */
    retain_until: string | null;
    /** Null when a rule did it, or nobody yet. */
    classified_by: ColumnType<Actor | null, string | null, string | null>;
    verified_at: Temporal.Instant | null;
    verify_outcome: VerificationOutcome | null;
    disposed_at: Temporal.Instant | null;
    disposed_by: ColumnType<Actor | null, string | null, string | null>;
    /** Whether the store itself was told of a hold. */
    store_holds: Generated<boolean>;
  };
  /** A verification that somebody asked for; without a number it is of all artifacts. */
  archive_verification: {
    id: string;
    closeout_id: string;
    number: number | null;
    asked_by: Json<Actor>;
    asked_at: Moment;
    finished_at: Temporal.Instant | null;
    /** Reckoned by the database server. */
    lease_until: Generated<Temporal.Instant>;
  };
  /** Days on which people were told what verification has found. */
  archive_findings_told: { closeout_id: string; day: string };
  /** Exports that runs have had on disk: what lies in the archive of them and is not registered was left by somebody who died. */
  archive_export: { closeout_id: string; sha256: string };
  /** When to look for such leftovers next; no row when there is no reason to. */
  archive_leftovers: { closeout_id: string; due: Moment };
  artifact_hold: {
    id: string;
    artifact_id: string;
    placed_by: Json<Actor>;
    placed_at: Moment;
    reason: string;
    released_by: ColumnType<Actor | null, string | null, string | null>;
    released_at: Temporal.Instant | null;
    release_reason: string | null;
  };
  artifact_disposal: {
    id: string;
    artifact_id: string;
    /** The sign-off that asks; null in what was decided before disposals were sign-offs. */
    request: string | null;
    noticed_at: Moment;
    decision: "approved" | "rejected" | null;
    decided_by: ColumnType<Actor | null, string | null, string | null>;
    decided_at: Temporal.Instant | null;
    reason: string | null;
  };
}
