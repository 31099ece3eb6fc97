import { type Figures, ratioFigure } from "./figure.ts";
import { measureAcknowledgements } from "./support/acknowledgements.ts";
import { startBareApp } from "./support/bare-app.ts";
import type { Bench } from "./support/bench.ts";
import { openCloseouts } from "./support/closeouts.ts";
import { startCounter } from "./support/counter.ts";
import { freePort } from "./support/free-port.ts";
import { startProduct } from "./support/product.ts";
import { commandSender } from "./support/signed-command.ts";
import { startWorkspace } from "./support/workspace.ts";

const perSecond = 50;
const channel = "C0HRPROD";

/**
 * How long Slack waits for the HTTP 200 to `/closeout status`, 99th percentile, over a bare Bolt app that only acknowledges.
 * Both run in processes of their own; the product does the whole of its work on its real database and answers to a real
 * `response_url`, and every answer is counted.
 */
export async function measureAck(bench: Bench): Promise<Figures> {
  const { databases, resources } = bench;
  const databaseUrl = await databases.create();
  await openCloseouts(databaseUrl, [channel]);
  const workspace = await resources.hold(startWorkspace());
  const answers = await resources.hold(startCounter("bench/answer-sink.ts", "answers"));
  const product = await startProduct({ role: "web", databaseUrl, workspace, port: await freePort() });
  resources.add(product.child);
  const reference = await startBareApp(bench, workspace);

  const { signingSecret } = workspace;
  const command = { signingSecret, channel, text: "status", responseUrl: answers.url };
  const { pairs, perSide, p50, sent } = await measureAcknowledgements(bench, {
    name: "ack",
    perSecond,
    product: commandSender({ ...command, url: product.eventsUrl }),
    reference: commandSender({ ...command, url: reference }),
    counter: answers,
  });
  const detail = {
    requests_per_second: perSecond,
    requests_per_side: perSide,
    p50_ms: p50,
    answers_to_response_url: sent,
    values: "p99 in milliseconds",
  };
  return {
    "ack.p99_ratio": ratioFigure(pairs, { unit: "ratio of p99", aim: { at_most: 1.25 }, detail }),
  };
}
