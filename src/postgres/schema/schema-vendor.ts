import type { ColumnType, Generated } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Finding } from "../../domain/baseline/finding.ts";
import type { By, Sending } from "../../domain/baseline/measurement.ts";
import type { CertificateCheck } from "../../domain/certificate/certificate-outcome.ts";
import type { RecipientReason } from "../../domain/certificate/distribution.ts";
import type { CleanupFacts, OperationKind } from "../../domain/cleanup/cleanup-facts.ts";
import type { Doubt, OperationState, Receipt } from "../../domain/cleanup/operation.ts";
import type { Actor, Person } from "../../domain/identity.ts";
import type { VendorEventType } from "../../domain/vendor-event.ts";
import type { Json, Moment } from "../columns.ts";

/** What concerns Sensei: certificates and who has received them, measurements, operations, events, the shared rate limit. */
export interface VendorTables {
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
    /** In whose place it was released, by user id. */
    released_for: string | null;
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
  /** How long Sensei wants to be left alone, by all processes. Reckoned by the database server. */
  sensei_rest: { address: string; rest_until: Temporal.Instant };
}
