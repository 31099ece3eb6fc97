import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSensei } from "../../sandbox/sensei/start-sensei.ts";
import type { RateGate } from "../../src/ports.ts";
import { createDatabase } from "../../src/postgres/database.ts";
import { createRateGate } from "../../src/postgres/rate-gate.ts";
import { createSenseiClient } from "../../src/sensei/client.ts";
import { faultOf } from "../sensei/support.ts";
import { type TestDatabase, testDatabase } from "../support/postgres.ts";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const address = "https://api.sensei.ai/v1";

let database: TestDatabase;
let pools: ReturnType<typeof createDatabase>[];
beforeAll(async () => {
  database = await testDatabase();
  pools = [1, 2].map(() => createDatabase({ url: database.url, poolSize: 2, log }));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.destroy()));
  await database.close();
});

function gateOf(process: 0 | 1, about = address): RateGate {
  const pool = pools[process];
  if (pool === undefined) throw new Error("no such process");
  return createRateGate(pool, about);
}

describe("a rest that Sensei asks for", () => {
  test("is nothing until it is asked for", async () => {
    expect(await gateOf(0, "https://fresh.invalid").waitMs()).toBe(0);
  });

  test("is kept by the other process too, by the database's clock", async () => {
    await gateOf(0).closeFor(60_000);
    const wait = await gateOf(1).waitMs();
    expect(wait).toBeGreaterThan(55_000);
    expect(wait).toBeLessThanOrEqual(60_000);
  });

  test("is never shortened, only made longer, whoever comes last", async () => {
    const about = "https://longer.invalid";
    await Promise.all(
      [90_000, 10_000, 40_000].map((ms, index) => gateOf(index === 1 ? 1 : 0, about).closeFor(ms)),
    );
    expect(await gateOf(1, about).waitMs()).toBeGreaterThan(85_000);
  });

  test("is over when its time is", async () => {
    const about = "https://over.invalid";
    await gateOf(0, about).closeFor(0);
    expect(await gateOf(1, about).waitMs()).toBe(0);
  });

  test("is not believed for longer than an hour", async () => {
    const about = "https://mad.invalid";
    await gateOf(0, about).closeFor(1e15);
    expect(await gateOf(1, about).waitMs()).toBeLessThanOrEqual(3_600_000);
  });

  test("is another one at another address", async () => {
    await gateOf(0).closeFor(60_000);
    expect(await gateOf(1, "https://api.staging.sensei.ai/v1").waitMs()).toBe(0);
  });
});

describe("two processes with one key", () => {
  test("both leave Sensei alone when one of them is told to", async () => {
    const simulator = await startSensei();
    const open = (process: 0 | 1) =>
      createSenseiClient({
        baseUrl: simulator.url,
        apiKey: simulator.apiKey,
        timeoutMs: 5000,
        maxAttempts: 3,
        sharedGate: gateOf(process, simulator.url),
      });
    const [told, other] = [open(0), open(1)];
    try {
      await fetch(`${simulator.controlUrl}/faults`, {
        method: "POST",
        body: JSON.stringify({ kind: "429", retry_after: 300 }),
      });
      expect((await faultOf(told.ping())).code).toBe("rate_limited");
      const fault = await faultOf(other.getMigration("mig_hr_prod_2026"));
      expect(fault).toMatchObject({ code: "rate_limited", status: undefined });
      expect(fault.sentence).toContain("try again in 5 min");
    } finally {
      await Promise.all([told.close(), other.close()]);
      await simulator.close();
    }
  });
});
