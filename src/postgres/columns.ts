import type { ColumnType } from "kysely";
import type { Temporal } from "temporal-polyfill";

/** A JSON column: parsed on the way out, text on the way in, so that arrays are never mistaken for PostgreSQL arrays. */
export type Json<T> = ColumnType<T, string, string>;

export type Moment = ColumnType<Temporal.Instant, Temporal.Instant, Temporal.Instant>;
