import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { onRedis } from "../support/on-redis.ts";
import { allDone, discrepancies } from "../support/outbox.ts";
import { type PrivatePostgres, startPrivatePostgres } from "../support/private-postgres.ts";
import type { PrivateRedis } from "../support/redis.ts";
import {
  clockOf,
  crm,
  fewItems,
  hrProd,
  moveClockTo,
  openScenario,
  startCloseout,
} from "../support/scenario.ts";
import { randomFrom } from "./random.ts";

const seed = Number(process.env["FAULT_SEED"] ?? 20_260_302);
const days = 8;

/** What goes down while a day's reminders are being sent. */
type Outage = { readonly name: string; happens(): Promise<void> };

function outages(postgres: PrivatePostgres, redis: PrivateRedis | undefined): readonly [Outage, ...Outage[]] {
  const crash: Outage = { name: "PostgreSQL is killed", happens: () => postgres.crash() };
  if (redis === undefined) return [crash];
  const restart: Outage = {
    name: "Redis is restarted",
    async happens() {
      await redis.stop();
      await redis.start();
    },
  };
  const forget: Outage = {
    name: "Redis forgets everything",
    async happens() {
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
    },
  };
  const both: Outage = {
    name: "both go down",
    async happens() {
      await Promise.all([crash.happens(), restart.happens()]);
    },
  };
  return [crash, restart, forget, both];
}

/** Two workers and two closeouts; every day something goes down at a random moment of the sending. */
async function liveThroughOutages(redis: PrivateRedis | undefined): Promise<void> {
  const random = randomFrom(seed);
  const postgres = await startPrivatePostgres();
  const scenario = await openScenario({
    database: postgres,
    product: {
      env: { CLOSEOUT_TEMPLATE: fewItems },
      ...(redis === undefined ? {} : { redisUrl: redis.url }),
    },
  });
  const { control } = scenario;
  const history: string[] = [];
  try {
    await scenario.start({ role: "web" });
    const workers = [await scenario.start({ role: "worker" }), await scenario.start({ role: "worker" })];
    for (const where of [hrProd, crm]) await startCloseout(control, where);
    const choices = outages(postgres, redis);
    for (let day = 0; day < days; day += 1) {
      const outage = choices[day % choices.length] ?? choices[0];
      const afterMs = random.below(600);
      history.push(`${outage.name} after ${afterMs} ms`);
      await moveClockTo(control, "09:00");
      await pause(afterMs);
      await outage.happens();
      await allDone(postgres.url, () => clockOf(control), 90_000);
    }
    expect(await discrepancies(postgres.url, control), `seed ${seed}: ${history.join("; ")}`).toEqual([]);
    expect(workers.map((worker) => worker.running())).toEqual([true, true]);
  } finally {
    await scenario.close();
  }
}

describe.concurrent("while the servers beneath go down, each reminder is shown exactly once", () => {
  it("with PostgreSQL killed in the middle of the sending", async () => {
    await liveThroughOutages(undefined);
  });

  it("with PostgreSQL killed and Redis restarted or emptied in the middle of the sending", (context) =>
    onRedis(context, "restarts of Redis", liveThroughOutages));
});
