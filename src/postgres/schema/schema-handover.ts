import type { Temporal } from "temporal-polyfill";
import type { Handover } from "../../domain/handover/handover.ts";
import type { Json } from "../columns.ts";

/** The handover's table. */
export interface HandoverTables {
  handover: { closeout_id: string; content: Json<Handover>; remind_at: Temporal.Instant | null };
}
