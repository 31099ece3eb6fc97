import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { installationKey } from "../domain/identity.ts";
import type { SignoffRequest } from "../domain/signoff/signoff.ts";
import { awaitsAnswerOf } from "../domain/signoff/signoff-decide.ts";
import { sameOrigin } from "../domain/signoff/signoff-end.ts";

import type { Signoffs, SignoffWrites } from "../ports.ts";
import type { Database } from "./schema/schema.ts";
import {
  questionRow,
  type RequestRow,
  requestRow,
  requestState,
  seatRow,
  toSignoff,
} from "./signoff-rows.ts";

/** Sign-off requests in PostgreSQL. */
export function createSignoffs(db: Kysely<Database>): Signoffs {
  return {
    async get(requestId) {
      const [request] = await read(db, sql`request.id = ${requestId}`);
      return request;
    },

    async byNumber(closeoutId, number) {
      const [request] = await read(
        db,
        sql`request.closeout_id = ${closeoutId} and request.number = ${number}`,
      );
      return request;
    },

    all: (closeoutId) => read(db, sql`request.closeout_id = ${closeoutId}`),

    async awaiting(installation, user) {
      const requests = await read(
        db,
        sql`request.state = 'open'
          and exists (
            select from closeout
            where closeout.id = request.closeout_id and installation = ${installationKey(installation)}
              and ${goesOn}
          )
          and request.id in (
            select seat.request from signoff_seat seat
            where decision is null and replaced is null and user_id = ${user}
            union
            select seat.request from signoff_seat seat
            where decision is null and replaced is null and delegation is not null and delegation->>'to' = ${user}
          )`,
      );
      return requests
        .filter((request) => awaitsAnswerOf(request, user))
        .toSorted((a, b) => a.decideBy.epochMilliseconds - b.decideBy.epochMilliseconds);
    },

    async wanting(now, limit) {
      const { rows } = await sql<{ closeout_id: string }>`
        select distinct request.closeout_id
        from (
          select id from signoff_request where state = 'open' and decide_by <= ${now}::timestamptz
          union all
          select seat.request from signoff_seat seat where remind_at <= ${now}::timestamptz and left_at is null
          union all
          select seat.request from signoff_seat seat where look_at <= ${now}::timestamptz
        ) wanting
        join signoff_request request on request.id = wanting.id and request.state = 'open'
        join closeout on closeout.id = request.closeout_id and ${goesOn}
        limit ${limit}`.execute(db);
      return rows.map(({ closeout_id }) => closeout_id);
    },
  };
}

/** Whether something can still be done about a request: its closeout is open, or what it asks outlives closing. */
const goesOn = sql<boolean>`(closeout.status = 'open' or request.effect->>'kind' = 'dispose')`;

/** Writing them, in the transaction of a change that holds the closeout's row. */
export function signoffWrites(trx: Transaction<Database>, closeoutId: string): SignoffWrites {
  const all = () => read(trx, sql`request.closeout_id = ${closeoutId}`);
  return {
    async get(requestId) {
      const [request] = await read(
        trx,
        sql`request.id = ${requestId} and request.closeout_id = ${closeoutId}`,
      );
      return request;
    },

    all,

    async openAbout(origin) {
      const open = await read(trx, sql`request.closeout_id = ${closeoutId} and request.state = 'open'`);
      return open.filter(({ documents }) => documents.some((one) => sameOrigin(one.origin, origin)));
    },

    async nextNumber() {
      const { next } = await trx
        .selectFrom("signoff_request")
        .select(sql<number>`coalesce(max(number), 0) + 1`.as("next"))
        .where("closeout_id", "=", closeoutId)
        .executeTakeFirstOrThrow();
      return next;
    },

    save: (request) => save(trx, request),
  };
}

/** Seats before the end: the server takes no decision in a request that has ended. */
async function save(trx: Transaction<Database>, request: SignoffRequest): Promise<void> {
  const inserted = await trx
    .insertInto("signoff_request")
    .values(requestRow(request))
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  await trx
    .insertInto("signoff_seat")
    .values(request.seats.map((seat, position) => seatRow(request.id, seat, position)))
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet((eb) => ({
        position: eb.ref("excluded.position"),
        asked_at: eb.ref("excluded.asked_at"),
        decision: eb.ref("excluded.decision"),
        decided_by: eb.ref("excluded.decided_by"),
        on_behalf_of: eb.ref("excluded.on_behalf_of"),
        words: eb.ref("excluded.words"),
        decided_at: eb.ref("excluded.decided_at"),
        time_zone: eb.ref("excluded.time_zone"),
        platform_request: eb.ref("excluded.platform_request"),
        delegation: eb.ref("excluded.delegation"),
        left_at: eb.ref("excluded.left_at"),
        replaced: eb.ref("excluded.replaced"),
        reminded: eb.ref("excluded.reminded"),
        remind_at: eb.ref("excluded.remind_at"),
        owner_told_at: eb.ref("excluded.owner_told_at"),
        look_at: eb.ref("excluded.look_at"),
      })),
    )
    .execute();
  if (request.questions.length > 0) {
    await trx
      .insertInto("signoff_question")
      .values(request.questions.map((question) => questionRow(request.id, question)))
      .onConflict((conflict) => conflict.column("id").doNothing())
      .execute();
  }
  if (inserted !== undefined || request.state === "open") return;
  await trx.updateTable("signoff_request").set(requestState(request)).where("id", "=", request.id).execute();
}

/** Requests with everything that was said on them, by number. */
async function read(db: Kysely<Database>, which: RawBuilder<unknown>): Promise<readonly SignoffRequest[]> {
  const { rows } = await sql<RequestRow>`
    select request.*, head.seq as head_seq, head.hash as head_hash
    from signoff_request request
    left join lateral (
      select seq, hash from ledger_entry entry
      where entry.closeout_id = request.closeout_id and entry.kind like 'signoff.%'
        and entry.data->>'request' = request.id::text
      order by seq desc limit 1
    ) head on true
    where ${which}
    order by request.closeout_id, request.number`.execute(db);
  if (rows.length === 0) return [];
  const ids = sql<string>`any(${rows.map(({ id }) => id)}::uuid[])`;
  const seats = await db
    .selectFrom("signoff_seat")
    .selectAll()
    .where("request", "=", ids)
    .orderBy("request")
    .orderBy("position")
    .execute();
  const questions = await db
    .selectFrom("signoff_question")
    .selectAll()
    .where("request", "=", ids)
    .orderBy("asked_at")
    .orderBy("id")
    .execute();
  return rows.map((row) =>
    toSignoff(
      row,
      seats.filter(({ request }) => request === row.id),
      questions.filter(({ request }) => request === row.id),
    ),
  );
}
