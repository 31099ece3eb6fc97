import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { allDone, letLeasesRunOut } from "../support/outbox.ts";
import type { Product } from "../support/product.ts";
import { query } from "../support/query.ts";
import { clockOf, hrProd, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import type { SenseiCall, SenseiHooks, SenseiTap } from "../support/sensei-tap.ts";
import { waitFor } from "../support/wait-for.ts";
import type { KillTarget } from "./kill-targets.ts";
import { type Random, randomFrom } from "./random.ts";

/** Where a worker is killed while it works on an operation, and what the other server does meanwhile. */
export type OperationPoint = {
  readonly stage: "arrived" | "accepted" | "answered";
  /** The changing call, or the n-th look at the migration after the operation was confirmed. */
  readonly at: "call" | number;
  readonly afterMs: number;
  /** A call that has arrived is lost before the other server sees it. */
  readonly lost: boolean;
  readonly answer: 200 | 202 | 204;
  readonly fault: "500" | "500_after" | "drop" | "drop_after" | undefined;
};

const env = { CLOSEOUT_OPERATION_CHECK_MS: "200", CLOSEOUT_OPERATION_PATIENCE_MS: "60000" };

function drawPoint(random: Random): OperationPoint {
  return {
    stage: random.oneOf(["arrived", "accepted", "answered"]),
    at: random.oneOf(["call", "call", "call", 1, 2, 3]),
    afterMs: random.oneOf([0, 0, 1, 5, random.below(40)]),
    lost: random.chance(0.4),
    answer: random.oneOf([200, 200, 202, 204]),
    fault: random.oneOf([undefined, undefined, undefined, "500", "500_after", "drop", "drop_after"]),
  };
}

/** The seed of a campaign can be chosen to repeat one that failed; its message names it. */
const usualSeed = Number(process.env["FAULT_SEED"] ?? 20_260_302);
const leastKills = 30;

/** The test of one target. Each has a file of its own, so that they share the cores. */
export function testOperationKills(open: () => Promise<KillTarget> | KillTarget, name: string): void {
  it(`however often the worker is killed over ${name}, it happens once at most and the receipt is true`, async () => {
    const target = await open();
    const seen = await runOperationKills(target, usualSeed + target.index, leastKills).finally(() =>
      target.close(),
    );
    // The numbers are printed, for a campaign that quietly tried less would look the same.
    process.stderr.write(
      `${name}: ${seen.kills} kills at their points (${seen.missed} never came to theirs), ${seen.happened} happened, each once.\n`,
    );
    expect(seen.happened).toBeGreaterThan(leastKills / 2);
  });
}

/** What a campaign has seen. */
type OperationKills = { readonly kills: number; readonly missed: number; readonly happened: number };

/**
 * One operation after another, each with a worker that is killed at a point which the seed chooses, and another that takes over.
 * In the end each has had one effect at most, and what is said of it is what happened.
 */
async function runOperationKills(target: KillTarget, seed: number, kills: number): Promise<OperationKills> {
  const scenario = await openScenario({ product: { env } });
  const tap = await target.openTap(scenario);
  try {
    await scenario.start({ role: "web", env: { ...env, ...target.env(tap) } });
    const startWorker = () =>
      scenario.start({
        role: "worker",
        env: { ...env, ...target.env(tap) },
        ...target.behind(scenario, tap),
      });
    const first = await startWorker();
    await startCloseout(scenario.control, hrProd);
    return await campaign({ scenario, tap, target, startWorker }, first, seed, kills);
  } finally {
    await scenario.close();
    await tap.close();
  }
}

type Campaign = {
  readonly scenario: Scenario;
  readonly tap: SenseiTap;
  readonly target: KillTarget;
  readonly startWorker: () => Promise<Product>;
};

async function campaign(
  { scenario, tap, target, startWorker }: Campaign,
  first: Product,
  seed: number,
  kills: number,
): Promise<OperationKills> {
  const random = randomFrom(seed);
  const { url } = scenario.database;
  let worker = first;
  const seen = { kills: 0, missed: 0, happened: 0 };
  while (seen.kills < kills) {
    const point = drawPoint(random);
    const words = `seed ${seed}, ${target.name}: ${JSON.stringify(point)}`;
    await prepare(scenario, target, point);
    const before = await target.effects(scenario);
    const killed = Promise.withResolvers<boolean>();
    const kill = async (): Promise<void> => {
      if (point.afterMs > 0) await pause(point.afterMs);
      await worker.kill();
      killed.resolve(true);
    };
    tap.watch(hooksFor(point, target, kill));
    await target.askFor(scenario);
    const hit = await Promise.race([killed.promise, ended(url).then(() => false)]);
    tap.watch({});
    if (hit) seen.kills += 1;
    else seen.missed += 1;
    if (seen.missed > kills * 2) throw new Error(`Most points were missed: ${words}`);
    await worker.kill();
    await query(url, "update operation set lease_until = '-infinity', next_attempt = now()");
    await letLeasesRunOut(url);
    worker = await startWorker();
    const { state, receipt } = await ended(url, words);
    const effects = (await target.effects(scenario)) - before;
    expect({ state, effects }, `${words} ${JSON.stringify(receipt)}`).toEqual(
      effects === 1 ? { state: "succeeded", effects: 1 } : { state: "failed", effects: 0 },
    );
    // Only an answer that the other server itself spoilt before it did anything leads to a no; a death alone never does.
    if (effects === 0) expect(["500", "drop"], words).toContain(point.fault);
    seen.happened += effects;
    await target.afterwards?.(scenario, effects === 1, words);
  }
  await worker.stop();
  return seen;
}

async function prepare(scenario: Scenario, target: KillTarget, point: OperationPoint): Promise<void> {
  // What was said of the last operation is delivered first, for messages about one that is gone cannot be composed.
  await allDone(scenario.database.url, () => clockOf(scenario.control));
  await query(scenario.database.url, "delete from operation");
  await target.prepare(scenario, point);
}

function hooksFor(point: OperationPoint, target: KillTarget, kill: () => Promise<void>): SenseiHooks {
  let looks = 0;
  const strike = (stage: OperationPoint["stage"]) => async (call: SenseiCall) => {
    if (call.method === "GET" && stage === point.stage) looks += 1;
    const here = point.at === "call" ? target.changes(call) : call.method === "GET" && looks === point.at;
    if (stage !== point.stage || !here) return;
    if (stage === "arrived" && !point.lost) void kill();
    else await kill();
    if (stage === "arrived" && point.lost) throw new Error("The request is lost on its way.");
  };
  return { arrived: strike("arrived"), accepted: strike("accepted"), answered: strike("answered") };
}

/** The operation once it has ended. */
export async function ended(url: string, words = "the operation's end") {
  return await waitFor(
    async () => {
      const [row] = await query(url, "select state, receipt from operation where ended_at is not null");
      return row === undefined ? undefined : { state: row["state"], receipt: row["receipt"] };
    },
    { everyMs: 50, what: words },
  );
}
