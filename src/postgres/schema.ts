import type { ColumnType, Generated } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { CertificateCheck } from "../domain/certificate-outcome.ts";
import type { CleanupFacts, OperationKind } from "../domain/cleanup-facts.ts";
import type { MigrationSnapshot, Money } from "../domain/closeout.ts";
import type { RecipientReason } from "../domain/distribution.ts";
import type { Finding } from "../domain/finding.ts";
import type { Actor, Person } from "../domain/identity.ts";
import type { EntryKind, LedgerEntry } from "../domain/ledger.ts";
import type { By, Sending } from "../domain/measurement.ts";
import type { OccurrenceKind } from "../domain/occurrence.ts";
import type { Doubt, OperationState, Receipt } from "../domain/operation.ts";
import type { RoleHolders } from "../domain/role.ts";
import type { Settings } from "../domain/settings.ts";
import type { VendorEventType } from "../domain/vendor-event.ts";
import type { MessageRef, Profile, Subject, VerificationOutcome } from "../ports.ts";

/** A JSON column: parsed on the way out, text on the way in, so that arrays are never mistaken for PostgreSQL arrays. */
type Json<T> = ColumnType<T, string, string>;

type Moment = ColumnType<Temporal.Instant, Temporal.Instant, Temporal.Instant>;

/** Every table, as kysely sees it. The migrations beside this file are the truth; a test compares the two. */
export interface Database {
  installation: { key: string; platform: string; tenant: string; created_at: Moment };
  closeout: {
    id: string;
    installation: string;
    channel: string;
    name: string;
    migration_id: string;
    migration: Json<MigrationSnapshot>;
    cutover: Moment;
    time_zone: string;
    owner: string;
    roles: Json<RoleHolders>;
    budget_estimate: ColumnType<Money | null, string | null, string | null>;
    settings: Json<Settings>;
    template_name: string;
    template_sha256: string;
    template: Json<unknown>;
    status: "open" | "closed";
    started_at: Moment;
    ledger_seq: Generated<number>;
    ledger_hash: Generated<string>;
  };
  item: {
    closeout_id: string;
    id: string;
    list: string;
    position: number;
    title: string;
    due: Moment;
    state: "open" | "done" | "skipped";
    settled_by: ColumnType<Actor | null, string | null, string | null>;
    settled_at: Temporal.Instant | null;
    reason: string | null;
    assignee: string | null;
    snoozed_until: Temporal.Instant | null;
  };
  item_note: {
    id: string;
    closeout_id: string;
    item_id: string;
    written_by: Json<Person>;
    at: Moment;
    kind: "note" | "evidence";
    text: string;
  };
  occurrence: {
    closeout_id: string;
    item_id: string;
    kind: OccurrenceKind;
    moment: Moment;
    status: Generated<"waiting" | "announced" | "dropped">;
  };
  delivery: {
    id: string;
    installation: string;
    conversation: string;
    subject: Json<Subject>;
    /** `pending` wants sending, `sent` is on the platform (and may want an update), `refused` is final. */
    status: Generated<"pending" | "sent" | "refused">;
    /** Where the message is, once it is known to have arrived. */
    message: ColumnType<MessageRef | null, string | null, string | null>;
    revision: Generated<number>;
    shown_revision: Generated<number>;
    pinned: Generated<boolean>;
    attempts: Generated<number>;
    /** Set before an attempt whose outcome may stay unknown; cleared once the message is known to be there or not. */
    attempted_since: Temporal.Instant | null;
    /** Reckoned by the database server. */
    not_before: Generated<Temporal.Instant>;
    created_at: Moment;
  };
  /** One conversation: at most one worker posts into it at a time, and not faster than the platform likes. */
  lane: {
    installation: string;
    conversation: string;
    /** Until then it is in a worker's hands, or resting. Reckoned by the database server. */
    free_at: Temporal.Instant;
    /** Until then the queue knows about it and the sweep need not say so again. Reckoned by the database server. */
    nudged_until: Generated<Temporal.Instant>;
  };
  delivery_closeout: { delivery_id: string; closeout_id: string };
  reminder: {
    closeout_id: string;
    item_id: string;
    kind: OccurrenceKind;
    moment: Moment;
    conversation: string;
    delivery_id: string;
    announced_at: Moment;
  };
  document: {
    closeout_id: string;
    sha256: string;
    name: string;
    media_type: string;
    bytes: Buffer;
    saved_at: Moment;
  };
  baseline: {
    closeout_id: string;
    number: number;
    measured_at: Moment;
    measured_by: Json<By>;
    request_id: string;
    tolerance_percent: Json<number>;
    json_sha256: string;
    chart_sha256: string;
    markdown_sha256: string;
    findings: Json<readonly Finding[]>;
    sendings: Json<readonly Sending[]>;
  };
  operation: {
    id: string;
    closeout_id: string;
    kind: OperationKind;
    task: string | null;
    state: OperationState;
    idempotency_key: string;
    facts: Json<CleanupFacts>;
    facts_hash: string;
    requested_by: Json<Person>;
    requested_at: Moment;
    override_reason: string | null;
    released_by: ColumnType<Person | null, string | null, string | null>;
    released_at: Temporal.Instant | null;
    release_words: string | null;
    doubt: Generated<Doubt>;
    attempts: Generated<number>;
    sent_at: Temporal.Instant | null;
    request_ids: Json<readonly string[]>;
    checks: Generated<number>;
    /** In thousandths. */
    progress: number | null;
    said: string | null;
    /** What people are told; the database's own reckoning is `next_attempt`. */
    next_check: Temporal.Instant | null;
    receipt: ColumnType<Receipt | null, string | null, string | null>;
    ended_at: Temporal.Instant | null;
    claim: string | null;
    /** Both reckoned by the database server. */
    lease_until: Generated<Temporal.Instant>;
    next_attempt: Generated<Temporal.Instant>;
  };
  cleanup_facts: { closeout_id: string; facts: Json<CleanupFacts>; read_at: Moment };
  certificate: {
    id: string;
    closeout_id: string;
    /** Counts the certificates of a closeout, the newest last. */
    number: number;
    certificate_id: string | null;
    outcome: Json<CertificateCheck>;
    json_sha256: string | null;
    pdf_sha256: string | null;
    picture_sha256: string | null;
    asked_at: Moment;
    fetched_at: Moment;
  };
  distribution: {
    id: string;
    closeout_id: string;
    certificate: string;
    started_by: Json<Actor>;
    started_at: Moment;
    current: boolean;
  };
  certificate_recipient: {
    id: string;
    distribution: string;
    position: number;
    user_id: string;
    reasons: Json<readonly RecipientReason[]>;
    message_delivery: string | null;
    file_delivery: string | null;
    sent_at: Moment;
    delivered_at: Temporal.Instant | null;
    received_at: Temporal.Instant | null;
    failure: "left" | "refused" | null;
    replaced_by: string | null;
    replaced_because: string | null;
    reminded: Generated<number>;
    remind_at: Temporal.Instant | null;
    owner_told_at: Temporal.Instant | null;
  };
  /** What the vendor told us by itself. Leases are reckoned by the database server. */
  vendor_event: {
    id: string;
    installation: string;
    type: VendorEventType;
    migration_id: string;
    migration_name: string | null;
    validation_id: string | null;
    created_at: Moment;
    status: Generated<"waiting" | "done">;
    attempts: Generated<number>;
    not_before: Generated<Temporal.Instant>;
    received_at: Generated<Temporal.Instant>;
  };
  /** A migration that may be closed out, and the one message that says so. */
  start_offer: {
    installation: string;
    migration_id: string;
    migration_name: string | null;
    completed_at: Moment;
    delivery: string;
  };
  ledger_entry: {
    closeout_id: string;
    seq: number;
    at: string;
    actor: Json<Actor>;
    kind: EntryKind;
    data: Json<LedgerEntry["data"]>;
    prev: string;
    hash: string;
  };
  inbox: {
    key: string;
    answer: ColumnType<unknown, string | null, string | null>;
    answered: Generated<boolean>;
    /** Until then the process that received it first is taken to be at work. Reckoned by the database server. */
    held_until: Temporal.Instant;
    received_at: Generated<Temporal.Instant>;
  };
  person: {
    installation: string;
    user_id: string;
    profile: ColumnType<Profile | null, string | null, string | null>;
    fetched_at: Moment;
  };
  /** How long Sensei wants to be left alone, by all processes. Reckoned by the database server. */
  sensei_rest: { address: string; rest_until: Temporal.Instant };
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
  };
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
    noticed_at: Moment;
    decision: "approved" | "rejected" | null;
    decided_by: ColumnType<Actor | null, string | null, string | null>;
    decided_at: Temporal.Instant | null;
    reason: string | null;
  };
}
