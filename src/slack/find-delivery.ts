import type { ConversationsHistoryResponse, WebClient } from "@slack/web-api";
import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import type { MessageRef } from "../ports.ts";
import { deliveryMark } from "./send-file.ts";

/** How a delivery is written on its message, so that it can be found again. */
export type DeliveryMetadata = {
  readonly eventType: string;
  readonly payload: z.ZodType<{ delivery_id: string }>;
};

type MessageElement = NonNullable<ConversationsHistoryResponse["messages"]>[number];

/** Messages a page, and pages before we give up: more than any channel sees between an attempt and the next. */
const pageSize = 200;
const mostPages = 50;

/** Our clock and Slack's need not agree; a message may bear a time from before our attempt. */
const clockTolerance = { minutes: 5 } as const;

/** Messages that may come between sharing a file and looking for it. */
const newest = 15;

/** Finds a file that was shared just now; `undefined` when it is not yet there to be seen. */
export async function findJustShared(
  client: WebClient,
  channel: string,
  deliveryId: string,
  metadata: DeliveryMetadata,
  thread: string | undefined,
): Promise<MessageRef | undefined> {
  if (thread !== undefined) {
    // Replies come oldest first, so the newest are found by going through all.
    const since = Temporal.Instant.fromEpochMilliseconds(0);
    return await findDelivery(client, { channel, thread }, deliveryId, since, metadata);
  }
  const { messages = [] } = await client.conversations.history({ channel, limit: newest });
  const found = messages.find((message) => carries(message, deliveryId, metadata));
  return found?.ts === undefined ? undefined : { channel, id: found.ts };
}

function carries(message: MessageElement, deliveryId: string, metadata: DeliveryMetadata): boolean {
  if (message.blocks?.[0]?.block_id === deliveryMark(deliveryId)) return true;
  if (message.metadata?.event_type !== metadata.eventType) return false;
  const payload = metadata.payload.safeParse(message.metadata.event_payload);
  return payload.success && payload.data.delivery_id === deliveryId;
}

/** Where a message is looked for: in a channel, or in the thread below one of its messages. */
type Haystack = { readonly channel: string; readonly thread: string | undefined };

/**
 * Looks through messages since a moment for the one that carries a delivery's id. `undefined` means that it is
 * surely not there; when the end could not be reached within bounds, that is an error, not an answer.
 */
export async function findDelivery(
  client: WebClient,
  { channel, thread }: Haystack,
  deliveryId: string,
  since: Temporal.Instant,
  metadata: DeliveryMetadata,
): Promise<MessageRef | undefined> {
  const oldest = Math.max(0, since.subtract(clockTolerance).epochMilliseconds / 1000).toFixed(6);
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const stretch = {
      channel,
      oldest,
      inclusive: true,
      include_all_metadata: true,
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const history = await (thread === undefined
      ? client.conversations.history(stretch)
      : client.conversations.replies({ ...stretch, ts: thread }));
    const found = (history.messages ?? []).find((message) => carries(message, deliveryId, metadata));
    if (found?.ts !== undefined) return { channel, id: found.ts };
    cursor = history.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === "") return undefined;
  }
  throw new RangeError(`More than ${pageSize * mostPages} messages to look through`);
}
