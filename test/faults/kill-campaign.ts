import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { allDone, discrepancies, letLeasesRunOut, remindersOf } from "../support/outbox.ts";
import type { Product } from "../support/product.ts";
import {
  clockOf,
  crm,
  fewItems,
  hrProd,
  moveClockTo,
  openScenario,
  type Scenario,
  startCloseout,
} from "../support/scenario.ts";
import { openSlackTap, type SlackTap, type TapHooks } from "../support/slack-tap.ts";
import { waitFor } from "../support/wait-for.ts";
import { drawKillPoint, type KillPoint, wordsOf } from "./kill-points.ts";
import { randomFrom } from "./random.ts";

/** How a campaign is run. */
export type CampaignOptions = {
  readonly seed: number;
  /** Kills that have to hit their point; one that the worker never comes to is drawn anew. */
  readonly kills: number;
  readonly redisUrl?: string;
};

/** What a campaign has seen, for the person who reads the run's output. */
export type CampaignReport = {
  readonly kills: number;
  readonly missed: number;
  readonly days: number;
  readonly reminders: number;
};

/**
 * Two closeouts with four items each, overdue and reminded of every day. Day after day the worker is killed at a point around the
 * sending that the seed chooses, and another takes over. In the end every reminder of every day stands in its conversations
 * exactly once.
 */
export async function runKillCampaign({ seed, kills, redisUrl }: CampaignOptions): Promise<CampaignReport> {
  const scenario = await openScenario({
    product: {
      env: { CLOSEOUT_TEMPLATE: fewItems },
      ...(redisUrl === undefined ? {} : { redisUrl }),
    },
  });
  const tap = await openSlackTap(scenario.workspace);
  try {
    await scenario.start({ role: "web" });
    for (const where of [hrProd, crm]) await startWithoutWorker(scenario, where);
    return await new Campaign(scenario, tap, seed).run(kills);
  } finally {
    await scenario.close();
    await tap.close();
  }
}

/** The card needs a worker, which the campaign has not started yet. */
async function startWithoutWorker(scenario: Scenario, where: typeof hrProd | typeof crm): Promise<void> {
  const worker = await scenario.start({ role: "worker" });
  await startCloseout(scenario.control, where);
  await worker.stop();
}

class Campaign {
  readonly #scenario: Scenario;
  readonly #tap: SlackTap;
  readonly #random: ReturnType<typeof randomFrom>;
  readonly #seed: number;

  constructor(scenario: Scenario, tap: SlackTap, seed: number) {
    this.#scenario = scenario;
    this.#tap = tap;
    this.#seed = seed;
    this.#random = randomFrom(seed);
  }

  async run(kills: number): Promise<CampaignReport> {
    const history: string[] = [];
    let worker = await this.#startWorker();
    let days = 0;
    let missed = 0;
    for (let hits = 0; hits < kills; ) {
      const point = drawKillPoint(this.#random);
      const newDay = point.newDay || days === 0;
      if (newDay) days += 1;
      const hit = await this.#killAt(point, worker, newDay);
      history.push(`${wordsOf(point)}${hit ? "" : " (never came to it)"}`);
      if (hit) hits += 1;
      else missed += 1;
      if (missed > kills) throw new Error(`Most points were missed: ${history.join("; ")}`);
      worker = await this.#startWorker();
      if (point.patient) await this.#settle(history);
    }
    await this.#settle(history);
    await this.#compare(history, days);
    await worker.stop();
    const reminders = (await remindersOf(this.#scenario.database.url)).length;
    return { kills, missed, days, reminders };
  }

  #startWorker(): Promise<Product> {
    return this.#scenario.start({
      role: "worker",
      workspace: { ...this.#scenario.workspace, apiUrl: this.#tap.apiUrl },
    });
  }

  /** Whether the worker came to the point; it is dead afterwards in any case, and its leases have run out. */
  async #killAt(point: KillPoint, worker: Product, newDay: boolean): Promise<boolean> {
    const { control, database } = this.#scenario;
    if (point.fault !== undefined) await control.post("faults", point.fault);
    const hit = Promise.withResolvers<boolean>();
    const kill = async (): Promise<void> => {
      if (point.afterMs > 0) await pause(point.afterMs);
      await worker.kill();
      hit.resolve(true);
    };
    this.#tap.watch(hooksFor(point, kill));
    if (newDay) await moveClockTo(control, "09:00");
    if (point.stage === "clock") await kill();
    const idle = allDone(database.url, () => clockOf(control), 45_000).then(
      () => false,
      () => false,
    );
    const wasHit = await Promise.race([hit.promise, idle]);
    this.#tap.watch({});
    await worker.kill();
    await waitFor(() => this.#tap.underWay() === 0, { what: "the last calls of the dead worker" });
    await control.delete("faults");
    await letLeasesRunOut(database.url);
    return wasHit;
  }

  async #settle(history: readonly string[]): Promise<void> {
    try {
      await allDone(this.#scenario.database.url, () => clockOf(this.#scenario.control), 90_000);
    } catch (cause) {
      throw new Error(`Seed ${this.#seed}: not everything was delivered after ${history.join("; ")}`, {
        cause,
      });
    }
  }

  /** The store and the conversations agree, and both agree with the calendar. */
  async #compare(history: readonly string[], days: number): Promise<void> {
    const { control, database } = this.#scenario;
    const words = `seed ${this.#seed}: ${history.join("; ")}`;
    expect(await discrepancies(database.url, control), words).toEqual([]);
    const daily = (await remindersOf(database.url)).filter(
      ({ kind, conversation }) => kind === "overdue" && conversation.startsWith("channel:"),
    );
    const perItem = Map.groupBy(daily, ({ item, conversation }) => `${conversation} ${item}`);
    for (const [item, reminders] of perItem) {
      const moments = new Set(reminders.map(({ moment }) => moment));
      expect(moments.size, `${item}, ${words}`).toBe(reminders.length);
      // The first day may bring the reminder at the due only.
      expect(reminders.length, `${item}, ${words}`).toBeGreaterThanOrEqual(days - 1);
      expect(reminders.length, `${item}, ${words}`).toBeLessThanOrEqual(days);
    }
    expect(perItem.size).toBe(8);
  }
}

function hooksFor(point: KillPoint, kill: () => Promise<void>): TapHooks {
  let passed = 0;
  const strike = (stage: KillPoint["stage"]) => async (call: { readonly method: string }) => {
    if (point.stage !== stage || point.method !== call.method) return;
    passed += 1;
    if (passed !== point.nth) return;
    if (point.stage === "arrived" && !point.lost) void kill();
    else await kill();
    if (point.stage === "arrived" && point.lost) throw new Error("The request is lost on its way.");
  };
  return { arrived: strike("arrived"), accepted: strike("accepted"), answered: strike("answered") };
}
