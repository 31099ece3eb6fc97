import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { allDone, discrepancies } from "../support/outbox.ts";
import { query } from "../support/query.ts";
import {
  cast,
  clockOf,
  fewItems,
  hrProd,
  moveClockTo,
  openScenario,
  privateAnswers,
  type Scenario,
  startCloseout,
} from "../support/scenario.ts";
import { openSlackTap, type SlackTap } from "../support/slack-tap.ts";

const { channel } = hrProd;

describe("SIGTERM", () => {
  let scenario: Scenario;
  let tap: SlackTap;
  beforeEach(async () => {
    scenario = await openScenario({ product: { env: { CLOSEOUT_TEMPLATE: fewItems } } });
    tap = await openSlackTap(scenario.workspace);
  });
  afterEach(async () => {
    await scenario.close();
    await tap.close();
  });

  const throughTap = () => ({ workspace: { ...scenario.workspace, apiUrl: tap.apiUrl } });

  /** Holds the next call of a method back until it is let go. */
  function holdBack(method: string) {
    const arrived = Promise.withResolvers<void>();
    const letGo = Promise.withResolvers<void>();
    tap.watch({
      async arrived(call) {
        if (call.method !== method) return;
        arrived.resolve();
        await letGo.promise;
      },
    });
    return { arrived: arrived.promise, letGo: letGo.resolve };
  }

  it("lets a worker finish the message that it is sending, and ends it with code 0", async () => {
    await scenario.start({ role: "web" });
    const worker = await scenario.start({ role: "worker", ...throughTap() });
    await startCloseout(scenario.control, hrProd);
    const post = holdBack("chat.postMessage");
    await moveClockTo(scenario.control, "09:00");
    await post.arrived;
    const ended = worker.stop(15_000);
    post.letGo();
    expect(await ended).toEqual({ code: 0, signal: null });

    // What it has sent it has also noted: nothing is left uncertain for a successor to look up.
    const [uncertain] = await query(
      scenario.database.url,
      "select count(*)::int as many from delivery where attempted_since is not null",
    );
    expect(uncertain).toEqual({ many: 0 });
    tap.watch({});
    await scenario.start({ role: "worker" });
    await allDone(scenario.database.url, () => clockOf(scenario.control));
    expect(await discrepancies(scenario.database.url, scenario.control)).toEqual([]);
  });

  it("lets a web process answer the command that it has acknowledged, and ends it with code 0", async () => {
    const web = await scenario.start({ role: "web", ...throughTap() });
    const look = holdBack("users.info");
    await scenario.control.command(cast.owner, channel, "/closeout status");
    await look.arrived;
    const ended = web.stop(15_000);
    look.letGo();
    expect(await ended).toEqual({ code: 0, signal: null });
    const [answer] = await privateAnswers(scenario.control, cast.owner, channel);
    expect(answer?.text).toContain("There is no open closeout in this channel.");
  });

  it("ends a process that has nothing to do at once", async () => {
    const all = await scenario.start({ role: "all" });
    const begin = performance.now();
    expect(await all.stop()).toEqual({ code: 0, signal: null });
    expect(performance.now() - begin).toBeLessThan(8_000);
  });
});
