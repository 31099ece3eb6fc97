import type { ColumnType, Generated } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { OccurrenceKind } from "../../domain/checklist/occurrence.ts";
import type { MigrationSnapshot, Money } from "../../domain/closeout.ts";
import type { Actor, Person } from "../../domain/identity.ts";
import type { RoleHolders } from "../../domain/role.ts";
import type { Settings } from "../../domain/settings.ts";
import type { MessageRef, Profile, Subject } from "../../ports.ts";
import type { Json, Moment } from "../columns.ts";
import type { ArchiveTables } from "./schema-archive.ts";
import type { BudgetTables } from "./schema-budget.ts";
import type { BundleTables } from "./schema-bundle.ts";
import type { DecommissionTables } from "./schema-decommission.ts";
import type { HandoverTables } from "./schema-handover.ts";
import type { LedgerTables } from "./schema-ledger.ts";
import type { ReportTables } from "./schema-report.ts";
import type { RetroTables } from "./schema-retro.ts";
import type { SignoffTables } from "./schema-signoff.ts";
import type { VendorTables } from "./schema-vendor.ts";

/** Every table, as kysely sees it. The migrations beside these files are the truth; a test compares the two. */
export interface Database
  extends ArchiveTables,
    BudgetTables,
    BundleTables,
    DecommissionTables,
    HandoverTables,
    LedgerTables,
    ReportTables,
    RetroTables,
    SignoffTables,
    VendorTables {
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
    /** When its head is to be signed next. */
    head_sign_at: Generated<Temporal.Instant>;
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
}
