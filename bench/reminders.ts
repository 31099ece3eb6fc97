import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { alternate, type Figures, ratioFigure, rounded } from "./figure.ts";
import type { Bench } from "./support/bench.ts";
import { type Child, startNode } from "./support/child.ts";
import { openCloseouts } from "./support/closeouts.ts";
import { run } from "./support/databases.ts";
import { watchPosts } from "./support/post-watch.ts";
import { startProduct } from "./support/product.ts";
import { findRedis, startRedis } from "./support/redis.ts";
import { startWorkspace, type Workspace } from "./support/workspace.ts";

const channelCount = 2_000;
const pairCount = 5;

/** What the SDK has in flight at most, unless told otherwise: the product leaves it at that, and the bare loop gets the same. */
const concurrency = 100;

/** The clock jumps here; in life it does not, so that how long the next sweep is away says nothing about the rate. */
const settings = { CLOSEOUT_SWEEP_MS: "250" };

/**
 * Digests a second from the moment at which the clock reaches their time until the last of 2,000 is in its channel, over a
 * bare loop that posts the same message to the same channels of the same sandbox. One process of the product does everything;
 * after each round it is left to finish what else a digest brings with it, such as a new state of the card.
 */
export async function measureReminders(bench: Bench): Promise<Figures> {
  const onPostgres = await measureOn(bench, {});
  const redis = findRedis();
  if (redis === undefined) return { "reminders.sdk_ratio": onPostgres };
  const server = await bench.resources.hold(startRedis(redis));
  return {
    "reminders.sdk_ratio": onPostgres,
    "reminders.redis.sdk_ratio": await measureOn(bench, { REDIS_URL: server.url }),
  };
}

async function measureOn({ databases, resources, tell }: Bench, queue: Readonly<Record<string, string>>) {
  const workspace = await resources.hold(startWorkspace());
  const channels = await createChannels(workspace);
  const databaseUrl = await databases.create();
  await openCloseouts(databaseUrl, channels);
  const product = await startProduct({
    role: "all",
    databaseUrl,
    workspace,
    port: 0,
    settings: { ...settings, CLOSEOUT_CLOCK_URL: `${workspace.controlUrl}/clock/stream`, ...queue },
  });
  resources.add(product.child);
  const watch = watchPosts(workspace, channels);

  await quiet(databaseUrl);
  const settled: number[] = [];
  const productRound = async (): Promise<number> => {
    await arm(databaseUrl, await sandboxNow(workspace));
    const seen = await watch.begin();
    const { now } = await workspace.control.post("clock", { advance: "PT1H" }, clockReading);
    const last = await seen.all();
    await quiet(databaseUrl);
    settled.push(channelCount / (((await sandboxNow(workspace)) - Date.parse(now)) / 1_000));
    return channelCount / ((last - Date.parse(now)) / 1_000);
  };
  tell(`reminders: first round ${rounded(await productRound())} a second, not counted`);
  settled.length = 0;

  const reference = await resources.hold(startReference(workspace, channels));
  const referenceRound = async (): Promise<number> => {
    const seen = await watch.begin();
    const from = await sandboxNow(workspace);
    await reference.post();
    return channelCount / (((await seen.all()) - from) / 1_000);
  };
  await referenceRound();
  const pairs = await alternate(pairCount, { product: productRound, reference: referenceRound }, (pair) =>
    tell(`reminders: ${pair.product} a second, reference ${pair.reference} a second`),
  );
  const detail = {
    channels: channelCount,
    in_flight: concurrency,
    queue: queue["REDIS_URL"] === undefined ? "PostgreSQL" : "Redis",
    settings: { ...settings, everything_else: "default" },
    product_rss_mb: Math.round((await product.child.memoryMb()) ?? 0),
    digests_per_second_with_cards_updated: settled.map(rounded),
    values: "digests per second",
  };
  return ratioFigure(pairs, { unit: "ratio of rates", aim: { at_least: 0.6 }, detail });
}

const clockReading = z.object({ now: z.string() });

/** The sandbox's time in milliseconds since the epoch. */
async function sandboxNow({ control }: Workspace): Promise<number> {
  return Date.parse((await control.get("clock", {}, clockReading)).now);
}

async function createChannels({ control }: Workspace): Promise<readonly string[]> {
  const answer = z.object({ channel: z.object({ id: z.string() }) });
  const ids: string[] = [];
  for (let index = 0; index < channelCount; index += 1) {
    const { channel } = await control.post("channels", { name: `bench-${index}` }, answer);
    ids.push(channel.id);
  }
  return ids;
}

/**
 * Gives every closeout three reminders for the end of this hour and nothing else to wait for: one that comes daily because its
 * item is overdue, one for an item due now, one for an item due soon.
 */
async function arm(databaseUrl: string, nowMs: number): Promise<void> {
  const moment = new Date(nowMs + 45 * 60_000).toISOString();
  await run(databaseUrl, "delete from occurrence where status = 'waiting'");
  await run(
    databaseUrl,
    `insert into occurrence (closeout_id, item_id, kind, moment)
     select closeout.id, armed.item_id, armed.kind, $1::timestamptz
     from closeout cross join (values ('I1', 'overdue'), ('I3', 'due'), ('S1', 'before')) as armed (item_id, kind)`,
    [moment],
  );
  await run(
    databaseUrl,
    `update item set due = $1::timestamptz + due_in.span
     from (values ('I1', interval '-1 day'), ('I3', interval '0'), ('S1', interval '1 day')) as due_in (item_id, span)
     where item.id = due_in.item_id`,
    [moment],
  );
  await run(databaseUrl, "analyze");
}

/** Waits until nothing is left to be sent or updated. */
async function quiet(databaseUrl: string): Promise<void> {
  for (let look = 0; look < 600; look += 1) {
    const [row] = await run(
      databaseUrl,
      `select count(*)::integer as left from delivery
       where status = 'pending' or (status = 'sent' and shown_revision < revision)`,
    );
    if (row?.["left"] === 0) return;
    await sleep(200);
  }
  throw new Error("The product did not finish its work within two minutes");
}

type Reference = { post(): Promise<void>; stop(): Promise<void> };

const messagesSchema = z.object({
  messages: z.array(z.object({ text: z.string(), blocks: z.array(z.looseObject({ type: z.string() })) })),
});

/** The bare loop in a process of its own, with the very message that the product has just posted. */
async function startReference(workspace: Workspace, channels: readonly string[]): Promise<Reference> {
  const { apiUrl, botToken, control } = workspace;
  const [channel = ""] = channels;
  const { messages } = await control.get("messages", { as: "U0ANA", channel, limit: "1" }, messagesSchema);
  const folder = await mkdtemp(join(tmpdir(), "closeout-bench-plan-"));
  const file = join(folder, "plan.json");
  await writeFile(file, JSON.stringify({ apiUrl, token: botToken, concurrency, channels, ...messages[0] }));
  const child: Child = startNode(["bench/reminders-reference.ts", file]);
  await child.line((line) => line === "ready");
  return {
    async post() {
      child.tell("go");
      await child.line((line) => line === "done", 120_000);
    },
    async stop() {
      await child.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
