import type { ColumnType, Generated } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Actor, Person } from "../../domain/identity.ts";
import type { Role } from "../../domain/role.ts";
import type {
  Purpose,
  Quorum,
  SignoffDecision,
  SignoffDocument,
  SignoffEffect,
  SignoffOrder,
  SignoffState,
} from "../../domain/signoff/signoff.ts";
import type { Json, Moment } from "../columns.ts";
import type { StoredDelegation, StoredReplacement } from "../signoff-rows.ts";

/** Sign-off requests. The server refuses a second decision in a seat, and whatever comes after an end. */
export interface SignoffTables {
  signoff_request: {
    id: string;
    closeout_id: string;
    number: number;
    purpose: Purpose;
    title: string;
    meaning: string;
    documents: Json<readonly SignoffDocument[]>;
    quorum: Json<Quorum>;
    turns: SignoffOrder;
    decide_by: Moment;
    effect: Json<SignoffEffect>;
    requested_by: Json<Actor>;
    requested_at: Moment;
    state: SignoffState;
    ended_at: Temporal.Instant | null;
    ended_by: ColumnType<Person | null, string | null, string | null>;
    end_reason: string | null;
  };
  signoff_seat: {
    id: string;
    request: string;
    position: number;
    role: Role | null;
    user_id: string;
    name: string;
    turn: number;
    asked_at: Temporal.Instant | null;
    decision: SignoffDecision["decision"] | null;
    decided_by: ColumnType<Person | null, string | null, string | null>;
    on_behalf_of: string | null;
    words: string | null;
    decided_at: Temporal.Instant | null;
    time_zone: string | null;
    platform_request: string | null;
    delegation: ColumnType<StoredDelegation | null, string | null, string | null>;
    left_at: Temporal.Instant | null;
    replaced: ColumnType<StoredReplacement | null, string | null, string | null>;
    reminded: Generated<number>;
    remind_at: Temporal.Instant | null;
    owner_told_at: Temporal.Instant | null;
    look_at: Temporal.Instant | null;
  };
  signoff_question: {
    id: string;
    request: string;
    asked_by: Json<Person>;
    asked_at: Moment;
    words: string;
  };
}
