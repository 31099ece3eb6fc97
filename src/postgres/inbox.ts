import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { installationKey } from "../domain/identity.ts";
import type { Inbox } from "../ports.ts";
import { retryTransient } from "./retry.ts";
import type { Database } from "./schema/schema.ts";

/** Whoever receives a request first has this long; then they are taken for dead, and the next arrival does the work. */
const heldForMs = 20_000;

/** A later arrival waits so long for the first one's answer, looking this often. */
const waitMs = 10_000;
const lookEveryMs = 50;

/** A request arrived again while its first arrival is still being worked on, and that took longer than one can wait. */
export class StillAtWork extends Error {
  override readonly name = "StillAtWork";
  readonly code = "still_at_work";
  readonly retryable = true;
}

/**
 * What was received, in PostgreSQL. The first arrival holds the key for a while; concurrent arrivals on any process wait for
 * its answer, and one that comes after the holder died takes its place.
 */
export function createInbox(db: Kysely<Database>): Inbox {
  return {
    async once(installation, key, work, answer) {
      const fullKey = `${installationKey(installation)} ${key}`;
      const begin = performance.now();
      while (!(await hold(db, fullKey))) {
        const known = await find(db, fullKey);
        if (known?.answered === true) return answer.decode(known.answer);
        if (performance.now() - begin > waitMs) throw new StillAtWork(`${fullKey} is still being worked on`);
        await sleep(lookEveryMs);
      }
      return finish(db, fullKey, work, (result) => JSON.stringify(answer.encode(result) ?? null));
    },

    async forgetOld() {
      await sql`delete from inbox where received_at < now() - interval '1 day'`.execute(db);
    },
  };
}

/** Whether the key is now ours: nobody had it, or its holder died. */
async function hold(db: Kysely<Database>, key: string): Promise<boolean> {
  const { rows } = await retryTransient(() =>
    sql`
      insert into inbox (key, held_until) values (${key}, now() + ${heldForMs} * interval '1 ms')
      on conflict (key) do update set held_until = excluded.held_until
        where not inbox.answered and inbox.held_until <= now()
      returning key`.execute(db),
  );
  return rows.length > 0;
}

async function finish<T>(
  db: Kysely<Database>,
  key: string,
  work: () => Promise<T>,
  encode: (result: T) => string,
): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await retryTransient(() => db.deleteFrom("inbox").where("key", "=", key).execute());
    throw error;
  }
  await retryTransient(() =>
    db
      .updateTable("inbox")
      .set({ answered: true, answer: encode(result) })
      .where("key", "=", key)
      .execute(),
  );
  return result;
}

async function find(db: Kysely<Database>, key: string) {
  return db.selectFrom("inbox").select(["answered", "answer"]).where("key", "=", key).executeTakeFirst();
}
