import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { type SenseiOperationKind, senseiOperations } from "../../src/domain/cleanup-facts.ts";
import { buttonIn, cleanupPeople } from "../support/cleanup-people.ts";
import { allDone, letLeasesRunOut } from "../support/outbox.ts";
import type { Product } from "../support/product.ts";
import { query } from "../support/query.ts";
import { cast, clockOf, hrProd, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import { openSenseiTap, type SenseiCall, type SenseiHooks, type SenseiTap } from "../support/sensei-tap.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Random, randomFrom } from "./random.ts";

/** Where a worker is killed while it works on an operation, and what Sensei does meanwhile. */
type Point = {
  readonly stage: "arrived" | "accepted" | "answered";
  /** The changing call, or the n-th look at the migration after the operation was confirmed. */
  readonly at: "call" | number;
  readonly afterMs: number;
  /** A call that has arrived is lost before Sensei sees it. */
  readonly lost: boolean;
  readonly answer: 200 | 202 | 204;
  readonly fault: "500" | "500_after" | "drop" | "drop_after" | undefined;
};

const { migration } = hrProd;
const paths = { storage: "cleanup", checkpoints: "checkpoints", migration: "archive" } as const;
const env = { CLOSEOUT_OPERATION_CHECK_MS: "200", CLOSEOUT_OPERATION_PATIENCE_MS: "60000" };

function drawPoint(random: Random): Point {
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

/** The test of one kind of operation. Each kind has a file of its own, so that they share the cores. */
export function testOperationKills(kind: SenseiOperationKind): void {
  it(`however often the worker is killed over ${kind}, it happens once at most and the receipt is true`, async () => {
    const seen = await runOperationKills(kind, usualSeed + senseiOperations.indexOf(kind), leastKills);
    // The numbers are printed, for a campaign that quietly tried less would look the same.
    process.stderr.write(
      `${kind}: ${seen.kills} kills at their points (${seen.missed} never came to theirs), ${seen.happened} happened, each once.\n`,
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
async function runOperationKills(
  kind: SenseiOperationKind,
  seed: number,
  kills: number,
): Promise<OperationKills> {
  const scenario = await openScenario({ product: { env } });
  const tap = await openSenseiTap(scenario.sensei.url);
  try {
    await scenario.start({ role: "web" });
    const first = await startWorker(scenario, tap);
    await startCloseout(scenario.control, hrProd);
    return await campaign(scenario, tap, first, { kind, seed, kills });
  } finally {
    await scenario.close();
    await tap.close();
  }
}

function startWorker(scenario: Scenario, tap: SenseiTap): Promise<Product> {
  return scenario.start({ role: "worker", sensei: { ...scenario.sensei, url: tap.url } });
}

async function campaign(
  scenario: Scenario,
  tap: SenseiTap,
  first: Product,
  { kind, seed, kills }: { kind: SenseiOperationKind; seed: number; kills: number },
): Promise<OperationKills> {
  const random = randomFrom(seed);
  const { applied } = cleanupPeople(() => scenario);
  const { url } = scenario.database;
  let worker = first;
  const seen = { kills: 0, missed: 0, happened: 0 };
  while (seen.kills < kills) {
    const point = drawPoint(random);
    const words = `seed ${seed}, ${kind}: ${JSON.stringify(point)}`;
    await prepare(scenario, kind, point);
    const before = await applied(paths[kind]);
    const killed = Promise.withResolvers<boolean>();
    const kill = async (): Promise<void> => {
      if (point.afterMs > 0) await pause(point.afterMs);
      await worker.kill();
      killed.resolve(true);
    };
    tap.watch(hooksFor(point, kind, kill));
    await askFor(scenario, kind);
    const hit = await Promise.race([killed.promise, ended(url).then(() => false)]);
    tap.watch({});
    if (hit) seen.kills += 1;
    else seen.missed += 1;
    if (seen.missed > kills * 2) throw new Error(`Most points were missed: ${words}`);
    await worker.kill();
    await query(url, "update operation set lease_until = '-infinity', next_attempt = now()");
    await letLeasesRunOut(url);
    worker = await startWorker(scenario, tap);
    const { state, receipt } = await ended(url, words);
    const effects = (await applied(paths[kind])) - before;
    expect({ state, effects }, `${words} ${JSON.stringify(receipt)}`).toEqual(
      effects === 1 ? { state: "succeeded", effects: 1 } : { state: "failed", effects: 0 },
    );
    // Only an answer that Sensei itself spoilt before it did anything leads to a no; a death alone never does.
    if (effects === 0) expect(["500", "drop"], words).toContain(point.fault);
    seen.happened += effects;
  }
  await worker.stop();
  return seen;
}

async function prepare(scenario: Scenario, kind: SenseiOperationKind, point: Point): Promise<void> {
  const { control } = scenario.sensei;
  // What was said of the last operation is delivered first, for messages about one that is gone cannot be composed.
  await allDone(scenario.database.url, () => clockOf(scenario.control));
  await query(scenario.database.url, "delete from operation");
  await control.delete("faults");
  await control.post(`migrations/${migration}`, {
    status: "certified",
    resources: { checkpoints: 12, temporary_storage_gb: 14 },
  });
  await control.post("operations", { migration_id: migration, answer: point.answer });
  if (point.fault === undefined) return;
  await control.post("faults", { kind: point.fault, path: `/migrations/${migration}/${paths[kind]}` });
}

function hooksFor(point: Point, kind: SenseiOperationKind, kill: () => Promise<void>): SenseiHooks {
  let looks = 0;
  const strike = (stage: Point["stage"]) => async (call: SenseiCall) => {
    const changing = call.method !== "GET" && call.path.endsWith(`/${paths[kind]}`);
    if (call.method === "GET" && stage === point.stage) looks += 1;
    const here = point.at === "call" ? changing : call.method === "GET" && looks === point.at;
    if (stage !== point.stage || !here) return;
    if (stage === "arrived" && !point.lost) void kill();
    else await kill();
    if (stage === "arrived" && point.lost) throw new Error("The request is lost on its way.");
  };
  return { arrived: strike("arrived"), accepted: strike("accepted"), answered: strike("answered") };
}

/** As people do it: a click, a form, for checkpoints a release. */
async function askFor(scenario: Scenario, kind: SenseiOperationKind): Promise<void> {
  const { plan, click, submit, run } = cleanupPeople(() => scenario);
  if (kind === "storage") {
    await run(cast.owner, kind);
  } else if (kind === "migration") {
    const seen = await plan(cast.owner);
    await click(cast.owner, seen, "cleanup.anyway", buttonIn(seen, "cleanup.anyway"));
    await submit(cast.owner, { "anyway.reason": "The licence ends today." });
  } else {
    await run(cast.owner, kind);
    await submit(cast.owner, { "checkpoints.name": hrProd.name });
    const [row] = await query(scenario.database.url, "select id from operation");
    const id = String(row?.["id"]);
    const request = await waitFor(
      async () =>
        (await scenario.control.messages(cast.compliance_officer, "U0CLOSEOUT")).findLast((one) =>
          JSON.stringify(one.blocks).includes(id),
        ),
      { what: "the request to the compliance officer" },
    );
    const value = buttonIn(request, "operation.release");
    await click(cast.compliance_officer, request, "operation.release", value, "U0CLOSEOUT");
    await submit(cast.compliance_officer, {});
  }
}

/** The operation once it has ended. */
async function ended(url: string, words = "the operation's end") {
  return await waitFor(
    async () => {
      const [row] = await query(url, "select state, receipt from operation where ended_at is not null");
      return row === undefined ? undefined : { state: row["state"], receipt: row["receipt"] };
    },
    { timeoutMs: 60_000, everyMs: 50, what: words },
  );
}
