import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Kysely } from "kysely";
import { expect } from "vitest";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { checkChain } from "../../src/domain/ledger/ledger.ts";
import { createDatabase } from "../../src/postgres/database.ts";
import type { Database } from "../../src/postgres/schema/schema.ts";
import { createStore } from "../../src/postgres/store.ts";
import { checkBundle } from "../../src/verify/check-bundle.ts";
import { filesBelow } from "../archive/support.ts";
import { memoryLog } from "../queue/memory-log.ts";
import { buttonIn, cleanupPeople } from "../support/cleanup-people.ts";
import { openForm } from "../support/open-form.ts";
import { allDone, discrepancies, letLeasesRunOut } from "../support/outbox.ts";
import type { Product } from "../support/product.ts";
import { query } from "../support/query.ts";
import {
  ask,
  cardIn,
  cast,
  clockOf,
  fewItems,
  hrProd,
  openScenario,
  privateAnswers,
  type Scenario,
  startCloseout,
} from "../support/scenario.ts";
import { testSigner } from "../support/signers.ts";
import { openSlackTap, type SlackTap, type TapHooks } from "../support/slack-tap.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Random, randomFrom } from "./random.ts";

const { channel } = hrProd;

/** Where the product is killed: some time after the click, at a stage of a call to Slack, or once something of the bundle is on disk. */
type Point = {
  readonly at: "click" | "bundle" | "arrived" | "accepted" | "answered";
  readonly method: string;
  readonly nth: number;
  readonly afterMs: number;
};

function drawPoint(random: Random): Point {
  const at = random.oneOf(["click", "click", "bundle", "arrived", "accepted", "accepted", "answered"]);
  // The final message, the card, the topic, and the bundle on its way to the owner.
  const [method, most] = random.oneOf<readonly [string, number]>([
    ["chat.postMessage", 2],
    ["chat.update", 2],
    ["chat.update", 2],
    ["conversations.setTopic", 1],
    ["files.getUploadURLExternal", 1],
    ["files.completeUploadExternal", 1],
  ]);
  return {
    at,
    method,
    nth: 1 + random.below(most),
    afterMs: at === "click" ? random.below(160) : random.oneOf([0, 0, 1, random.below(30)]),
  };
}

/** What a campaign has seen. */
export type ClosingKills = { readonly kills: number; readonly missed: number; readonly again: number };

/**
 * The same closeout is closed and opened again, over and over. Around each closing the product is killed at a point which the seed
 * chooses; another takes over, and an owner who got no answer presses the button once more. In the end it was closed once, with one bundle
 * in the archive, one message, a card and a topic that say so, and a chain that holds.
 */
export async function runClosingKills(state: string, seed: number, kills: number): Promise<ClosingKills> {
  const env = { CLOSEOUT_TEMPLATE: fewItems, CLOSEOUT_STATE_DIR: state };
  const scenario = await openScenario({ product: { env } });
  const tap = await openSlackTap(scenario.workspace);
  const db = createDatabase({ url: scenario.database.url, poolSize: 2, log: memoryLog().log });
  try {
    const campaign = new Campaign({ scenario, tap, db, state, seed });
    return await campaign.run(kills);
  } finally {
    await db.destroy();
    await scenario.close();
    await tap.close();
  }
}

type Setting = {
  readonly scenario: Scenario;
  readonly tap: SlackTap;
  readonly db: Kysely<Database>;
  readonly state: string;
  readonly seed: number;
};

class Campaign {
  readonly #scenario: Scenario;
  readonly #tap: SlackTap;
  readonly #db: Kysely<Database>;
  readonly #state: string;
  readonly #seed: number;
  readonly #random: Random;

  constructor({ scenario, tap, db, state, seed }: Setting) {
    this.#scenario = scenario;
    this.#tap = tap;
    this.#db = db;
    this.#state = state;
    this.#seed = seed;
    this.#random = randomFrom(seed);
  }

  async run(kills: number): Promise<ClosingKills> {
    let product = await this.#start();
    await startCloseout(this.#scenario.control, hrProd);
    await this.#makeReady();
    const seen = { kills: 0, missed: 0, again: 0 };
    for (let round = 1; seen.kills < kills; round += 1) {
      const point = drawPoint(this.#random);
      const words = `seed ${this.#seed}, round ${round}: ${JSON.stringify(point)}`;
      const offer = await this.#offer(words);
      if (await this.#closeAndKill(product, offer, point)) seen.kills += 1;
      else seen.missed += 1;
      if (seen.missed > kills) throw new Error(`Most points were missed: ${words}`);
      product = await this.#start();
      if (await this.#closeAgain(offer)) seen.again += 1;
      await this.#compare(round, words);
      await this.#reopen(round, words);
    }
    expect(await discrepancies(this.#scenario.database.url, this.#scenario.control)).toEqual([]);
    await product.stop();
    return seen;
  }

  #start(): Promise<Product> {
    return this.#scenario.start({
      workspace: { ...this.#scenario.workspace, apiUrl: this.#tap.apiUrl },
    });
  }

  /** Every item is done, the report is frozen, and exactly that report was accepted. */
  async #makeReady(): Promise<void> {
    const { control } = this.#scenario;
    const { says, click, submit } = cleanupPeople(() => this.#scenario);
    await ask(control, cast.owner, channel, "/closeout check A1-A4 F1");
    await ask(control, cast.owner, channel, "/closeout report freeze");
    await control.command(cast.owner, channel, "/closeout signoff request");
    const form = await openForm(control, cast.owner);
    const values = { "signoff_request.roles": ["technical_lead"] };
    await control.post("submit", { as: cast.owner, view_id: form.id, values });
    await control.post("close-view", { as: cast.owner, view_id: form.id }).catch(() => undefined);
    const request = await waitFor(
      async () =>
        (await control.messages(cast.technical_lead, "U0CLOSEOUT")).findLast(({ text }) =>
          /asks for your approval/.test(text),
        ),
      { what: "the request" },
    );
    const value = buttonIn(request, "signoff.approve");
    await click(cast.technical_lead, request, "signoff.approve", value, "U0CLOSEOUT");
    await submit(cast.technical_lead, {});
    await says(/approved/);
    await this.#settle("at the start");
  }

  /** The owner's private answer with the button that closes. */
  async #offer(words: string): Promise<SeenMessage> {
    const { control } = this.#scenario;
    const before = (await privateAnswers(control, cast.owner, channel)).length;
    await control.command(cast.owner, channel, "/closeout close");
    return await waitFor(
      async () =>
        (await privateAnswers(control, cast.owner, channel))
          .slice(before)
          .find(({ text }) => /can be closed: every item is settled/.test(text)),
      { what: `the offer to close, ${words}` },
    );
  }

  #press(offer: SeenMessage): Promise<unknown> {
    const { click } = cleanupPeople(() => this.#scenario);
    return click(cast.owner, offer, "closeout.close", buttonIn(offer, "closeout.close"));
  }

  /** Whether the product came to the point; it is dead afterwards in any case, and what it held is free. */
  async #closeAndKill(product: Product, offer: SeenMessage, point: Point): Promise<boolean> {
    const hit = Promise.withResolvers<boolean>();
    const before = (await filesBelow(this.#state)).length;
    const kill = async (): Promise<void> => {
      if (point.afterMs > 0) await pause(point.afterMs);
      await product.kill();
      hit.resolve(true);
    };
    this.#tap.watch(hooksFor(point, kill));
    const pressed = this.#press(offer).catch(() => undefined);
    if (point.at === "click") void kill();
    const idle = pressed
      .then(async () => {
        if (point.at === "bundle") {
          await waitFor(async () => (await filesBelow(this.#state)).length > before, { everyMs: 1 });
          await kill();
        }
        await this.#closed("nothing was killed");
        await this.#settle("nothing was killed");
      })
      .then(
        () => false,
        () => false,
      );
    const wasHit = await Promise.race([hit.promise, idle]);
    this.#tap.watch({});
    await product.kill();
    await pressed;
    this.#scenario.forget(product);
    const { url } = this.#scenario.database;
    await waitFor(() => this.#tap.underWay() === 0, { what: "the last calls of the dead product" });
    await letLeasesRunOut(url);
    await query(url, "update inbox set held_until = '-infinity' where not answered");
    await query(url, "update bundle set lease_until = '-infinity' where state = 'making'");
    return wasHit;
  }

  /** An owner who got no answer presses once more; one who is unsure does too. */
  async #closeAgain(offer: SeenMessage): Promise<boolean> {
    const [row] = await this.#rows("select status from closeout");
    const open = row?.["status"] === "open";
    if (open || this.#random.chance(0.5)) await this.#press(offer);
    return open;
  }

  async #closed(words: string): Promise<void> {
    await waitFor(async () => (await this.#rows("select status from closeout"))[0]?.["status"] === "closed", {
      what: `the closing, ${words}`,
    });
  }

  /** Nothing is left to be sent or made. */
  async #settle(words: string): Promise<void> {
    const { database, control } = this.#scenario;
    try {
      await waitFor(
        async () => (await this.#rows("select from bundle where state = 'making'")).length === 0,
        { everyMs: 50, what: "the bundle" },
      );
      await allDone(database.url, () => clockOf(control), 60_000);
    } catch (cause) {
      throw new Error(`Not everything was delivered: ${words}`, { cause });
    }
  }

  async #compare(round: number, words: string): Promise<void> {
    const { control } = this.#scenario;
    await this.#closed(words);
    await this.#settle(words);
    await this.#compareLedger(round, words);
    const bundles = (await filesBelow(join(this.#state, "archive"))).filter(
      (path) => !path.includes("/.guard-"),
    );
    const registered = await this.#rows("select location || '/' || key as path from bundle order by number");
    const paths = registered.map(({ path }) => String(path));
    expect(paths, words).toHaveLength(round);
    expect(bundles, words).toEqual(paths.toSorted());
    const verdict = await checkBundle(join(this.#state, "archive", paths.at(-1) ?? ""), "bundle", undefined);
    expect(verdict, words).toMatchObject({ kind: "holds" });
    const told = (await control.messages(cast.owner, channel)).filter(({ text }) =>
      /is closed\. Thank you, everybody/.test(text),
    );
    expect(told, words).toHaveLength(round);
    expect((await cardIn(control, channel))?.text, words).toContain("is closed");
    expect(JSON.stringify(await control.get("workspace")), words).toMatch(
      /Closeout of HR_PROD: closed on \d{4}-\d\d-\d\d, read-only/,
    );
    const sent = (await control.messages(cast.owner, "U0CLOSEOUT"))
      .flatMap(({ files }) => files ?? [])
      .map(({ name }) => name)
      .filter((name) => name.endsWith(".zip"));
    expect(new Set(sent).size, words).toBe(sent.length);
    expect(sent, words).toHaveLength(round);
  }

  async #compareLedger(round: number, words: string): Promise<void> {
    const now = await clockOf(this.#scenario.control);
    const store = createStore(this.#db, { now: () => now }, { betweenPostsMs: 0 }, testSigner);
    const [row] = await this.#rows("select id from closeout");
    const entries = (await store.closeouts.ledger(String(row?.["id"]), 100_000)).toReversed();
    expect(checkChain(entries).kind, words).toBe("holds");
    const times = (kind: string) => entries.filter(({ entry }) => entry.kind === kind).length;
    const counted = ["closeout.closed", "bundle.requested", "bundle.exported", "bundle.failed"].map(times);
    expect(counted, words).toEqual([round, round, round, 0]);
    const heads = await this.#rows("select from ledger_signature where why = 'closure'");
    expect(heads, words).toHaveLength(round);
  }

  async #reopen(round: number, words: string): Promise<void> {
    const { control } = this.#scenario;
    const { submit } = cleanupPeople(() => this.#scenario);
    await control.command(cast.owner, channel, "/closeout reopen");
    await submit(cast.owner, { "reopen.reason": `Round ${round + 1} needs it open.` });
    await waitFor(async () => (await this.#rows("select status from closeout"))[0]?.["status"] === "open", {
      what: `opening it again, ${words}`,
    });
    await this.#settle(words);
  }

  #rows(text: string) {
    return query(this.#scenario.database.url, text);
  }
}

function hooksFor(point: Point, kill: () => Promise<void>): TapHooks {
  let passed = 0;
  const strike = (stage: Point["at"]) => async (call: { readonly method: string }) => {
    if (point.at !== stage || point.method !== call.method) return;
    passed += 1;
    if (passed === point.nth) await kill();
  };
  return { arrived: strike("arrived"), accepted: strike("accepted"), answered: strike("answered") };
}
