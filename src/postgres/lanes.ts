import { sql, type Transaction } from "kysely";
import type { Database } from "./schema.ts";

/** One conversation as its row is keyed. */
export type LaneRow = { readonly installation: string; readonly conversation: string };

/** A worker that does not come back within this time is taken for dead, and its lanes are free again. */
export const leaseMs = 30_000;

/** Takes those of the lanes that are free, for the time of a lease. */
export async function takeLanes(
  trx: Transaction<Database>,
  lanes: readonly LaneRow[],
): Promise<readonly LaneRow[]> {
  const { rows } = await sql<LaneRow>`
    insert into lane (installation, conversation, free_at)
    select installation, conversation, now() + ${leaseMs} * interval '1 ms'
    from unnest(
      ${lanes.map(({ installation }) => installation)}::text[],
      ${lanes.map(({ conversation }) => conversation)}::text[]
    ) as wanted (installation, conversation)
    group by installation, conversation
    order by installation, conversation
    on conflict (installation, conversation) do update set free_at = excluded.free_at
      where lane.free_at <= now()
    returning installation, conversation`.execute(trx);
  return rows;
}

/** Frees lanes after a rest, and lets the sweep look at them again. */
export async function restLanes(
  trx: Transaction<Database>,
  lanes: readonly (LaneRow & { readonly restMs: number })[],
): Promise<void> {
  if (lanes.length === 0) return;
  await sql`
    update lane
    set free_at = now() + rest.ms * interval '1 ms', nudged_until = '-infinity'
    from unnest(
      ${lanes.map(({ installation }) => installation)}::text[],
      ${lanes.map(({ conversation }) => conversation)}::text[],
      ${lanes.map(({ restMs }) => Math.round(restMs))}::integer[]
    ) as rest (installation, conversation, ms)
    where lane.installation = rest.installation and lane.conversation = rest.conversation`.execute(trx);
}

/** One word for a lane, to group by. */
export function laneName({ installation, conversation }: LaneRow): string {
  return `${installation} ${conversation}`;
}
