import { type Kysely, sql } from "kysely";
import type { RateGate } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** A word from Sensei is believed for so long at most; then somebody may ask again, and be told again. */
const longestMs = 60 * 60 * 1000;

/**
 * The rests that Sensei asks for, kept for all processes on one database and reckoned by its clock. `address` is the API that
 * they are about, without credentials.
 */
export function createRateGate(db: Kysely<Database>, address: string): RateGate {
  return {
    async waitMs() {
      const { rows } = await sql<{ wait_ms: number }>`
        select greatest(0, extract(epoch from rest_until - clock_timestamp()) * 1000)::double precision as wait_ms
        from sensei_rest where address = ${address}`.execute(db);
      return rows[0]?.wait_ms ?? 0;
    },

    async closeFor(ms) {
      const restMs = Math.min(Math.max(0, ms), longestMs);
      await sql`
        insert into sensei_rest (address, rest_until)
        values (${address}, clock_timestamp() + ${restMs} * interval '1 ms')
        on conflict (address) do update
          set rest_until = greatest(sensei_rest.rest_until, excluded.rest_until)`.execute(db);
    },
  };
}
