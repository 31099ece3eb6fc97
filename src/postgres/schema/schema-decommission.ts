import type { Temporal } from "temporal-polyfill";
import type { Happening } from "../../domain/decommission/decommission.ts";
import type { Actor } from "../../domain/identity.ts";
import type { Json, Moment } from "../columns.ts";

/** What happens in decommissionings, and when to look at one again. The server refuses to change an event. */
export interface DecommissionTables {
  decommission_event: {
    closeout_id: string;
    seq: number;
    id: string;
    at: Moment;
    actor: Json<Actor>;
    happening: Json<Happening>;
  };
  decommission_look: {
    closeout_id: string;
    at: Temporal.Instant | null;
  };
}
