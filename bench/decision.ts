import { setTimeout as sleep } from "node:timers/promises";
import { signoffRef } from "../blocks/slack/signoff-refs.ts";
import { alternate, type Figures, quantile, ratioFigure, rounded } from "./figure.ts";
import type { Bench } from "./support/bench.ts";
import { startNode } from "./support/child.ts";
import { openCloseouts } from "./support/closeouts.ts";
import { freePort } from "./support/free-port.ts";
import { openLoop } from "./support/open-loop.ts";
import { startProduct } from "./support/product.ts";
import { type CommandSender, clickSender } from "./support/signed-command.ts";
import { openSignoff } from "./support/signoff.ts";
import { startWorkspace } from "./support/workspace.ts";

const perSecond = 20;
const secondsPerSide = 8;
const secondsOfWarmUp = 8;
const pairCount = 7;
const channel = "C0HRPROD";

/**
 * How long Slack waits for the HTTP 200 to a click on *Approve* in a sign-off request, 99th percentile, over a bare Bolt app that only
 * acknowledges. Both run in processes of their own; the product looks the person and the request up in its real database, locks the
 * closeout, draws the form and opens it, and every window is counted.
 */
export async function measureDecision({ databases, resources, tell }: Bench): Promise<Figures> {
  const databaseUrl = await databases.create();
  await openCloseouts(databaseUrl, [channel]);
  const requestId = await openSignoff(databaseUrl, channel);
  const workspace = await resources.hold(startWorkspace());
  const windows = startNode(["bench/windows.ts"], { SLACK_API_URL: workspace.apiUrl });
  resources.add(windows);
  const windowsUrl = `http://127.0.0.1:${await windows.line((line) => /^\d+$/.test(line))}`;
  const productPort = await freePort();
  const behind = { ...workspace, apiUrl: `${windowsUrl}${new URL(workspace.apiUrl).pathname}` };
  const product = await startProduct({ role: "web", databaseUrl, workspace: behind, port: productPort });
  resources.add(product.child);
  const referencePort = await freePort();
  const reference = startNode(["bench/ack-reference.ts"], {
    REFERENCE_PORT: String(referencePort),
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_SIGNING_SECRET: workspace.signingSecret,
    SLACK_API_URL: workspace.apiUrl,
  });
  resources.add(reference);
  await reference.line((line) => line === "ready");

  const click = {
    signingSecret: workspace.signingSecret,
    channel,
    responseUrl: windowsUrl,
    user: "U0TOM",
    actionId: "signoff.approve",
    value: signoffRef.encode({ r: requestId }),
  };
  const toProduct = clickSender({ ...click, url: product.eventsUrl });
  const toReference = clickSender({ ...click, url: `http://127.0.0.1:${referencePort}/slack/events` });
  await openLoop(perSecond, secondsOfWarmUp, toReference.send);
  let clicks = (await openLoop(perSecond, secondsOfWarmUp, toProduct.send)).length;
  const medians = { product: new Array<number>(), reference: new Array<number>() };
  const side = async (name: keyof typeof medians, sender: CommandSender): Promise<number> => {
    const took = await openLoop(perSecond, secondsPerSide, sender.send);
    medians[name].push(quantile(took, 0.5));
    return quantile(took, 0.99);
  };
  const pairs = await alternate(
    pairCount,
    {
      product: async () => {
        const p99 = await side("product", toProduct);
        clicks += perSecond * secondsPerSide;
        await windowsAre(windowsUrl, clicks);
        return p99;
      },
      reference: () => side("reference", toReference),
    },
    (pair) => tell(`decision: p99 ${pair.product} ms, reference ${pair.reference} ms`),
  );
  toProduct.close();
  toReference.close();
  const detail = {
    clicks_per_second: perSecond,
    clicks_per_side: perSecond * secondsPerSide,
    p50_ms: { product: medians.product.map(rounded), reference: medians.reference.map(rounded) },
    windows_opened: clicks,
    values: "p99 in milliseconds",
  };
  return {
    "decision.p99_ratio": ratioFigure(pairs, { unit: "ratio of p99", aim: { at_most: 1.5 }, detail }),
  };
}

/** The product has finished what it acknowledged, so that its work does not run on into the reference's turn. */
async function windowsAre(url: string, expected: number): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const count = Number(await (await fetch(url)).text());
    if (count === expected) return;
    if (count > expected) throw new Error(`${count} windows came to ${expected} clicks`);
    await sleep(50);
  }
  throw new Error("Some clicks were acknowledged and no form was opened");
}
