import { signoffRef } from "../blocks/slack/signoff/signoff-refs.ts";
import { type Figures, ratioFigure } from "./figure.ts";
import { measureAcknowledgements } from "./support/acknowledgements.ts";
import { startBareApp } from "./support/bare-app.ts";
import type { Bench } from "./support/bench.ts";
import { openCloseouts } from "./support/closeouts.ts";
import { startCounter } from "./support/counter.ts";
import { freePort } from "./support/free-port.ts";
import { startProduct } from "./support/product.ts";
import { clickSender } from "./support/signed-command.ts";
import { openSignoff } from "./support/signoff.ts";
import { startWorkspace } from "./support/workspace.ts";

const perSecond = 20;
const channel = "C0HRPROD";

/**
 * How long Slack waits for the HTTP 200 to a click on *Approve* in a sign-off request, 99th percentile, over a bare Bolt app that only
 * acknowledges. Both run in processes of their own; the product looks the person and the request up in its real database, locks the
 * closeout, draws the form and opens it, and every window is counted.
 */
export async function measureDecision(bench: Bench): Promise<Figures> {
  const { databases, resources } = bench;
  const databaseUrl = await databases.create();
  await openCloseouts(databaseUrl, [channel]);
  const requestId = await openSignoff(databaseUrl, channel);
  const workspace = await resources.hold(startWorkspace());
  const { apiUrl, signingSecret } = workspace;
  const windows = await resources.hold(
    startCounter("bench/windows.ts", "windows", { SLACK_API_URL: apiUrl }),
  );
  const behind = { ...workspace, apiUrl: new URL(new URL(apiUrl).pathname, windows.url).href };
  const product = await startProduct({ role: "web", databaseUrl, workspace: behind, port: await freePort() });
  resources.add(product.child);
  const reference = await startBareApp(bench, workspace);

  const click = {
    signingSecret,
    channel,
    responseUrl: windows.url,
    user: "U0TOM",
    actionId: "signoff.approve",
    value: signoffRef.encode({ r: requestId }),
  };
  const { pairs, perSide, p50, sent } = await measureAcknowledgements(bench, {
    name: "decision",
    perSecond,
    product: clickSender({ ...click, url: product.eventsUrl }),
    reference: clickSender({ ...click, url: reference }),
    counter: windows,
  });
  const detail = {
    clicks_per_second: perSecond,
    clicks_per_side: perSide,
    p50_ms: p50,
    windows_opened: sent,
    values: "p99 in milliseconds",
  };
  return {
    "decision.p99_ratio": ratioFigure(pairs, { unit: "ratio of p99", aim: { at_most: 1.5 }, detail }),
  };
}
