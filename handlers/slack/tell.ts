import { request } from "undici";
import type { Message } from "../../blocks/slack/message.ts";
import { failureFields } from "./failure.ts";
import type { Handling } from "./handling.ts";
import type { Sender } from "./sender.ts";

/** Slack answers within a second or not at all; a person waits for this. */
const responseTimeoutMs = 5_000;

/**
 * Tells one person something that nobody else sees: where they asked, or else in the channel, or else directly. Never rejects;
 * when no way is left, the log says so.
 */
export async function tell(handling: Handling, sender: Sender, message: Message): Promise<void> {
  const ways = [
    sender.responseUrl &&
      (() =>
        respond(sender.responseUrl, { ...message, response_type: "ephemeral", replace_original: false })),
    sender.channel && (() => postEphemeral(handling, sender, message)),
    () => postDirectly(handling, sender, message),
  ];
  const failures: unknown[] = [];
  for (const way of ways) {
    if (!way) continue;
    try {
      return await way();
    } catch (error) {
      failures.push(error);
    }
  }
  handling.log.warn(
    { user: sender.user, channel: sender.channel, ...failureFields(failures.at(-1)) },
    "Somebody could not be told the answer to what they did",
  );
}

/** Puts a private message in the place of the one that was clicked. Rejects when Slack does not take it. */
export async function replaceOriginal(sender: Sender, message: Message): Promise<void> {
  await respond(sender.responseUrl, { ...message, response_type: "ephemeral", replace_original: true });
}

async function respond(url: string | undefined, body: unknown): Promise<void> {
  if (url === undefined) throw new TypeError("There is no response_url to answer to");
  const response = await request(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    headersTimeout: responseTimeoutMs,
    bodyTimeout: responseTimeoutMs,
  });
  await response.body.dump();
  if (response.statusCode !== 200) throw new Error(`response_url answered ${response.statusCode}`);
}

async function postEphemeral(
  { client }: Handling,
  { channel, user }: Sender,
  message: Message,
): Promise<void> {
  if (channel === undefined) throw new TypeError("There is no channel to answer in");
  await client.chat.postEphemeral({ channel, user, text: message.text, blocks: message.blocks });
}

async function postDirectly({ client }: Handling, { user }: Sender, message: Message): Promise<void> {
  await client.chat.postMessage({
    channel: user,
    text: message.text,
    blocks: message.blocks,
    unfurl_links: false,
    unfurl_media: false,
  });
}
