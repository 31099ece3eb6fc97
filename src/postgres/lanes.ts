import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "./schema/schema.ts";

/** One conversation as its row is keyed. */
export type LaneRow = { readonly installation: string; readonly conversation: string };

/** A worker that does not come back within this time is taken for dead, and its lanes are free again. */
export const leaseMs = 30_000;

/** For so long the sweep trusts that the queue will work on a lane that it was told of. */
export const nudgeMs = 15_000;

/** Notes whether the queue is being told of these lanes, so that the sweep does not tell it again at once. */
export async function nudgeLanes(
  db: Kysely<Database>,
  lanes: readonly LaneRow[],
  nudged: boolean,
): Promise<void> {
  if (lanes.length === 0) return;
  await sql`
    insert into lane (installation, conversation, free_at, nudged_until)
    select installation, conversation, '-infinity',
      case when ${nudged}::boolean then now() + ${nudgeMs} * interval '1 ms' else '-infinity' end
    from unnest(
      ${lanes.map(({ installation }) => installation)}::text[],
      ${lanes.map(({ conversation }) => conversation)}::text[]
    ) as told (installation, conversation)
    order by installation, conversation
    on conflict (installation, conversation) do update set nudged_until = excluded.nudged_until`.execute(db);
}

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
