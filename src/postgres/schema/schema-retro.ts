import type { ColumnType } from "kysely";
import type { Temporal } from "temporal-polyfill";
import type { Actor } from "../../domain/identity.ts";
import type { Contribution } from "../../domain/retro/retrospective.ts";
import type { Json, Moment } from "../columns.ts";

/** What concerns the retrospective and what it left to be done. */
export interface RetroTables {
  retrospective: {
    closeout_id: string;
    anonymous: boolean;
    opened_by: Json<Actor>;
    opened_at: Moment;
    ballot_key: string | null;
    /** All in one value: rows of their own would say by their place in the table which was written when. */
    contributions: Json<readonly Contribution[]>;
    closed_by: ColumnType<Actor | null, string | null, string | null>;
    closed_at: Temporal.Instant | null;
  };
  action_item: {
    id: string;
    closeout_id: string;
    number: number;
    title: string;
    owner: string;
    due: Moment;
    done_by: ColumnType<Actor | null, string | null, string | null>;
    done_at: Temporal.Instant | null;
    added_at: Moment;
    /** Which reminder comes next, and when; both null once it is done. */
    step: number | null;
    remind_at: Temporal.Instant | null;
  };
}
