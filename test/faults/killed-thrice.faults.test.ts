import { describe, expect, it } from "vitest";
import { onRedis } from "../support/on-redis.ts";
import { allDone, discrepancies } from "../support/outbox.ts";
import type { Product } from "../support/product.ts";
import { clockOf, fewItems, hrProd, moveClockTo, openScenario, startCloseout } from "../support/scenario.ts";
import { openSlackTap, type SlackTap } from "../support/slack-tap.ts";

/** Kills the worker as soon as it posts; the request is lost, or Slack takes it and nobody hears of that. */
function deadly(tap: SlackTap, worker: Product, lost: boolean): Promise<void> {
  const struck = Promise.withResolvers<void>();
  const kill = async ({ method }: { readonly method: string }): Promise<void> => {
    if (method !== "chat.postMessage") return;
    await worker.kill();
    struck.resolve();
    throw new Error("Nobody is there to hear the answer.");
  };
  tap.watch(lost ? { arrived: kill } : { accepted: kill });
  return struck.promise;
}

/** No lease is cut short here: each successor waits until the dead worker's half minute is over. */
async function killThrice(redisUrl: string | undefined): Promise<void> {
  const scenario = await openScenario({
    product: { env: { CLOSEOUT_TEMPLATE: fewItems }, ...(redisUrl === undefined ? {} : { redisUrl }) },
  });
  const { control, database, workspace } = scenario;
  const tap = await openSlackTap(workspace);
  try {
    await scenario.start({ role: "web" });
    const first = await scenario.start({ role: "worker" });
    await startCloseout(control, hrProd);
    await first.stop();
    await moveClockTo(control, "09:00");
    for (const lost of [true, true, false]) {
      const worker = await scenario.start({
        role: "worker",
        workspace: { ...workspace, apiUrl: tap.apiUrl },
      });
      await deadly(tap, worker, lost);
    }
    tap.watch({});
    await scenario.start({ role: "worker", workspace: { ...workspace, apiUrl: tap.apiUrl } });
    await allDone(database.url, () => clockOf(control), 90_000);
    expect(await discrepancies(database.url, control)).toEqual([]);
  } finally {
    await scenario.close();
    await tap.close();
  }
}

describe.concurrent("a message whose worker is killed three times in the middle of sending it", () => {
  it("is delivered once, with the queue on PostgreSQL", () => killThrice(undefined));

  it("is delivered once, with the queue on Redis", (context) =>
    onRedis(context, "a message killed three times on Redis", (redis) => killThrice(redis.url)));
});
