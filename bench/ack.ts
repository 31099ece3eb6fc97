import { setTimeout as sleep } from "node:timers/promises";
import { alternate, type Figures, type Pair, quantile, ratioFigure, rounded } from "./figure.ts";
import type { Bench } from "./support/bench.ts";
import { type Child, startNode } from "./support/child.ts";
import { openCloseouts } from "./support/closeouts.ts";
import { freePort } from "./support/free-port.ts";
import { openLoop } from "./support/open-loop.ts";
import { startProduct } from "./support/product.ts";
import { type CommandSender, commandSender } from "./support/signed-command.ts";
import { startWorkspace } from "./support/workspace.ts";

const perSecond = 50;
const secondsPerSide = 8;
const secondsOfWarmUp = 8;
const pairCount = 7;
const channel = "C0HRPROD";

/**
 * How long Slack waits for the HTTP 200 to `/closeout status`, 99th percentile, over a bare Bolt app that only acknowledges.
 * Both run in processes of their own; the product does the whole of its work on its real database and answers to a real
 * `response_url`, and every answer is counted.
 */
export async function measureAck({ databases, resources, tell }: Bench): Promise<Figures> {
  const databaseUrl = await databases.create();
  await openCloseouts(databaseUrl, [channel]);
  const workspace = await resources.hold(startWorkspace());
  const sink = await resources.hold(startSink());
  const productPort = await freePort();
  const product = await startProduct({ role: "web", databaseUrl, workspace, port: productPort });
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

  const { signingSecret } = workspace;
  const command = { signingSecret, channel, text: "status", responseUrl: sink.url };
  const toProduct = commandSender({ ...command, url: product.eventsUrl });
  const toReference = commandSender({ ...command, url: `http://127.0.0.1:${referencePort}/slack/events` });
  await openLoop(perSecond, secondsOfWarmUp, toReference.send);
  const warmUp = await openLoop(perSecond, secondsOfWarmUp, toProduct.send);
  let sent = warmUp.length;
  const medians = { product: new Array<number>(), reference: new Array<number>() };
  const side = async (name: keyof typeof medians, sender: CommandSender): Promise<number> => {
    const took = await openLoop(perSecond, secondsPerSide, sender.send);
    medians[name].push(quantile(took, 0.5));
    return quantile(took, 0.99);
  };
  const pairs: readonly Pair[] = await alternate(
    pairCount,
    {
      product: async () => {
        const p99 = await side("product", toProduct);
        sent += perSecond * secondsPerSide;
        await answersAre(sink, sent);
        return p99;
      },
      reference: () => side("reference", toReference),
    },
    (pair) => tell(`ack: p99 ${pair.product} ms, reference ${pair.reference} ms`),
  );
  toProduct.close();
  toReference.close();
  const detail = {
    requests_per_second: perSecond,
    requests_per_side: perSecond * secondsPerSide,
    p50_ms: { product: medians.product.map(rounded), reference: medians.reference.map(rounded) },
    answers_to_response_url: sent,
    values: "p99 in milliseconds",
  };
  return {
    "ack.p99_ratio": ratioFigure(pairs, { unit: "ratio of p99", aim: { at_most: 1.25 }, detail }),
  };
}

type Sink = { readonly url: string; stop(): Promise<void> };

async function startSink(): Promise<Sink> {
  const child: Child = startNode(["bench/answer-sink.ts"]);
  const port = await child.line((line) => /^\d+$/.test(line));
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.stop() };
}

/** The product has finished what it acknowledged, so that its work does not run on into the reference's turn. */
async function answersAre({ url }: Sink, expected: number): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const count = Number(await (await fetch(url)).text());
    if (count === expected) return;
    if (count > expected) throw new Error(`${count} answers came to ${expected} commands`);
    await sleep(50);
  }
  throw new Error("Some commands were acknowledged and never answered");
}
