import { setTimeout as pause } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { expect } from "vitest";
import { fieldId } from "../../blocks/slack/forms.ts";
import type { SeenMessage } from "../../sandbox/control-client.ts";
import { checkChain } from "../../src/domain/ledger/ledger.ts";
import type { SignoffRequest } from "../../src/domain/signoff/signoff.ts";
import { createDatabase } from "../../src/postgres/database.ts";
import type { Database } from "../../src/postgres/schema/schema.ts";
import { createStore } from "../../src/postgres/store.ts";
import { requestSignoff } from "../../src/usecases/signoff/request-signoff.ts";
import { memoryLog } from "../queue/memory-log.ts";
import { buttonIn } from "../support/cleanup-people.ts";
import { fakeQueue } from "../support/fake-queue.ts";
import { openForm } from "../support/open-form.ts";
import { allDone, deliveryOf, discrepancies, letLeasesRunOut } from "../support/outbox.ts";
import type { Product } from "../support/product.ts";
import { query } from "../support/query.ts";
import { cast, clockOf, hrProd, openScenario, type Scenario, startCloseout } from "../support/scenario.ts";
import { testSigner } from "../support/signers.ts";
import { openSlackTap, type SlackTap, type TapHooks } from "../support/slack-tap.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Random, randomFrom } from "./random.ts";

/** Where the product is killed: some time after the form was submitted, or at a stage of a call to Slack that follows. */
type Point = {
  readonly stage: "submitted" | "arrived" | "accepted" | "answered";
  readonly method: string;
  readonly nth: number;
  readonly afterMs: number;
};

function drawPoint(random: Random): Point {
  const stage = random.oneOf(["submitted", "submitted", "arrived", "accepted", "answered"]);
  return {
    stage,
    method: random.oneOf(["chat.update", "chat.update", "chat.postMessage"]),
    nth: 1 + random.below(3),
    afterMs: stage === "submitted" ? random.below(120) : random.oneOf([0, 0, 1, random.below(30)]),
  };
}

/** What a campaign has seen. */
export type SignoffKills = { readonly kills: number; readonly missed: number; readonly again: number };

/**
 * Request after request; each is decided by the one approval that it takes, and the product is killed around that at a point which the
 * seed chooses. Another takes over, and whoever got no answer submits once more. In the end the decision is there once, every message
 * shows it, and the chain holds.
 */
export async function runSignoffKills(seed: number, kills: number): Promise<SignoffKills> {
  const scenario = await openScenario();
  const tap = await openSlackTap(scenario.workspace);
  const db = createDatabase({ url: scenario.database.url, poolSize: 2, log: memoryLog().log });
  try {
    const product = await startTapped(scenario, tap);
    await startCloseout(scenario.control, hrProd);
    return await new Campaign(scenario, tap, db, seed).run(product, kills);
  } finally {
    await db.destroy();
    await scenario.close();
    await tap.close();
  }
}

function startTapped(scenario: Scenario, tap: SlackTap): Promise<Product> {
  return scenario.start({ workspace: { ...scenario.workspace, apiUrl: tap.apiUrl } });
}

class Campaign {
  readonly #scenario: Scenario;
  readonly #tap: SlackTap;
  readonly #db: Kysely<Database>;
  readonly #seed: number;
  readonly #random: Random;

  constructor(scenario: Scenario, tap: SlackTap, db: Kysely<Database>, seed: number) {
    this.#scenario = scenario;
    this.#tap = tap;
    this.#db = db;
    this.#seed = seed;
    this.#random = randomFrom(seed);
  }

  async run(first: Product, kills: number): Promise<SignoffKills> {
    let product = first;
    const seen = { kills: 0, missed: 0, again: 0 };
    while (seen.kills < kills) {
      const point = drawPoint(this.#random);
      const words = `seed ${this.#seed}, request ${seen.kills + seen.missed + 1}: ${JSON.stringify(point)}`;
      const request = await this.#ask();
      await this.#settle(words);
      const hit = await this.#decideAndKill(product, request, point, words);
      if (hit) seen.kills += 1;
      else seen.missed += 1;
      if (seen.missed > kills) throw new Error(`Most points were missed: ${words}`);
      product = await startTapped(this.#scenario, this.#tap);
      if (await this.#submitAgain(request, words)) seen.again += 1;
      await this.#settle(words);
      await this.#compare(request, words);
    }
    expect(await discrepancies(this.#scenario.database.url, this.#scenario.control)).toEqual([]);
    await product.stop();
    return seen;
  }

  /** A request that one of two people decides, made in the store. */
  async #ask(): Promise<SignoffRequest> {
    const { control } = this.#scenario;
    const now = await clockOf(control);
    const store = createStore(this.#db, { now: () => now }, { betweenPostsMs: 0 }, testSigner);
    const closeout = await store.closeouts.openInChannel(
      { platform: "slack", tenant: "T0NORTHWIND" },
      hrProd.channel,
    );
    if (closeout === undefined) throw new Error("There is no closeout.");
    const outcome = await requestSignoff(
      {
        ...store,
        clock: { now: () => now },
        queue: fakeQueue(),
        log: memoryLog().log,
        people: { profile: async (_, user) => ({ user, name: user, kind: "member", timeZone: undefined }) },
      },
      {
        closeoutId: closeout.id,
        member: { ...closeout.installation, user: cast.owner, name: "Ana", timeZone: undefined },
        form: {
          purpose: "other",
          title: "Something that one of two approves",
          meaning: "I approve this as it is.",
          documents: [],
          roles: ["technical_lead", "compliance_officer"],
          people: [],
          quorum: { kind: "some", people: 1 },
          order: "parallel",
          decideBy: now.add({ hours: 240 }),
        },
      },
    );
    if (outcome.kind !== "requested") throw new Error(JSON.stringify(outcome));
    return outcome.request;
  }

  async #settle(words: string): Promise<void> {
    try {
      await allDone(this.#scenario.database.url, () => clockOf(this.#scenario.control), 90_000);
    } catch (cause) {
      throw new Error(`Not everything was delivered: ${words}`, { cause });
    }
  }

  /** Whether the product came to the point; it is dead afterwards in any case, and what it held is free. */
  async #decideAndKill(
    product: Product,
    request: SignoffRequest,
    point: Point,
    words: string,
  ): Promise<boolean> {
    const { database, control } = this.#scenario;
    await this.#openForm(request);
    const hit = Promise.withResolvers<boolean>();
    const kill = async (): Promise<void> => {
      if (point.afterMs > 0) await pause(point.afterMs);
      await product.kill();
      hit.resolve(true);
    };
    this.#tap.watch(hooksFor(point, kill));
    const submitted = this.#submit(words).catch(() => undefined);
    if (point.stage === "submitted") void kill();
    const idle = submitted
      .then(() => allDone(database.url, () => clockOf(control), 30_000))
      .then(
        () => false,
        () => false,
      );
    const wasHit = await Promise.race([hit.promise, idle]);
    this.#tap.watch({});
    await product.kill();
    await submitted;
    this.#scenario.forget(product);
    await waitFor(() => this.#tap.underWay() === 0, { what: "the last calls of the dead product" });
    await letLeasesRunOut(database.url);
    await query(database.url, "update inbox set held_until = '-infinity' where not answered");
    return wasHit;
  }

  async #openForm({ id }: SignoffRequest): Promise<void> {
    const { control } = this.#scenario;
    const message = (await this.#copies(id)).find(
      ({ about, user }) => about === "request" && user === cast.technical_lead,
    );
    if (message === undefined) throw new Error("Tom was not asked.");
    const { shown } = message;
    await control.post("click", {
      as: cast.technical_lead,
      channel: "U0CLOSEOUT",
      ts: shown.ts,
      action_id: "signoff.approve",
      value: buttonIn(shown, "signoff.approve"),
    });
    await openForm(control, cast.technical_lead);
  }

  async #submit(words: string): Promise<void> {
    const { control } = this.#scenario;
    const view = await control.view(cast.technical_lead);
    // Once it was answered, the window says how it went and has nothing to submit.
    if (view?.callback_id !== "signoff.approve") return;
    const values = { [fieldId("signoff_approve", "words")]: words };
    await control.post("submit", { as: cast.technical_lead, view_id: view.id, values });
  }

  /** Whoever sees the form still standing there submits it once more. */
  async #submitAgain({ id }: SignoffRequest, words: string): Promise<boolean> {
    const { control, database } = this.#scenario;
    const [row] = await query(
      database.url,
      "select count(*) as decided from signoff_seat where request = $1 and decision is not null",
      [id],
    );
    const again = Number(row?.["decided"]) === 0;
    if (again || this.#random.chance(0.5)) await this.#submit(words);
    const open = await control.view(cast.technical_lead);
    if (open !== undefined) {
      await control.post("close-view", { as: cast.technical_lead, view_id: open.id });
    }
    return again;
  }

  /** The decision is there once, completes once, and stands in every copy; nothing in them can be clicked any more. */
  async #compare({ id, closeoutId }: SignoffRequest, words: string): Promise<void> {
    const now = await clockOf(this.#scenario.control);
    const store = createStore(this.#db, { now: () => now }, { betweenPostsMs: 0 }, testSigner);
    const entries = (await store.closeouts.ledger(closeoutId, 100_000)).toReversed();
    expect(checkChain(entries).kind, words).toBe("holds");
    const kinds = entries.filter(({ entry }) => entry.data["request"] === id).map(({ entry }) => entry.kind);
    expect(
      kinds.filter((kind) => kind !== "act.refused"),
      words,
    ).toEqual(["signoff.requested", "signoff.approved", "signoff.completed"]);
    expect(await store.signoffs.get(id), words).toMatchObject({
      state: "approved",
      seats: [{ decision: { by: { user: cast.technical_lead }, words } }, { decision: undefined }],
    });
    const copies = await this.#copies(id);
    expect(copies.map(({ about, user }) => `${about} ${user ?? "channel"}`).toSorted(), words).toEqual(
      [
        "outcome channel",
        `outcome ${cast.owner}`,
        "request channel",
        `request ${cast.technical_lead}`,
        `request ${cast.compliance_officer}`,
      ].toSorted(),
    );
    for (const { about, shown } of copies) {
      const drawn = JSON.stringify(shown.blocks);
      expect(drawn, words).not.toContain("signoff.approve");
      if (about === "request")
        expect(drawn, words).toContain(`request ${words.split("request ")[1]?.split(":")[0]}`);
    }
  }

  /** Every message about a request as people see it. */
  async #copies(
    id: string,
  ): Promise<
    readonly { readonly about: string; readonly user: string | undefined; readonly shown: SeenMessage }[]
  > {
    const { control } = this.#scenario;
    const { rows } = await sql<{ id: string; about: string; conversation: string }>`
      select id, subject->>'about' as about, conversation from delivery
      where subject->>'kind' = 'signoff' and subject->>'request' = ${id}`.execute(this.#db);
    const copies = [];
    for (const { id: delivery, about, conversation } of rows) {
      const [kind, place = ""] = conversation.split(":");
      const messages =
        kind === "channel"
          ? await control.messages(cast.owner, place)
          : await control.messages(place, "U0CLOSEOUT");
      for (const shown of messages.filter((message) => deliveryOf(message) === delivery)) {
        copies.push({ about, user: kind === "channel" ? undefined : place, shown });
      }
    }
    return copies;
  }
}

function hooksFor(point: Point, kill: () => Promise<void>): TapHooks {
  let passed = 0;
  const strike = (stage: Point["stage"]) => async (call: { readonly method: string }) => {
    if (point.stage !== stage || point.method !== call.method) return;
    passed += 1;
    if (passed === point.nth) await kill();
  };
  return { arrived: strike("arrived"), accepted: strike("accepted"), answered: strike("answered") };
}
