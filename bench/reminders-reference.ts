import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { WebClient } from "@slack/web-api";
import { z } from "zod";

/**
 * The reference of the reminders: a bare loop of `chat.postMessage` with the official SDK. Reads a plan from the file that it is
 * given, then posts the plan's message once to each channel for every line on its standard input, and says `done`.
 */
const planSchema = z.object({
  apiUrl: z.string(),
  token: z.string(),
  concurrency: z.int().positive(),
  channels: z.array(z.string()),
  text: z.string(),
  blocks: z.array(z.looseObject({ type: z.string() })),
});

const plan = planSchema.parse(JSON.parse(await readFile(process.argv[2] ?? "", "utf8")));
const client = new WebClient(plan.token, {
  slackApiUrl: plan.apiUrl,
  retryConfig: { retries: 0 },
  maxRequestConcurrency: plan.concurrency,
});
process.stdout.write("ready\n");

for await (const _ of createInterface({ input: process.stdin })) {
  const channels = plan.channels.values();
  await Promise.all(Array.from({ length: plan.concurrency }, () => postAlong(channels)));
  process.stdout.write("done\n");
}

async function postAlong(channels: IteratorObject<string>): Promise<void> {
  for (const channel of channels) {
    await client.apiCall("chat.postMessage", { channel, text: plan.text, blocks: plan.blocks });
  }
}
