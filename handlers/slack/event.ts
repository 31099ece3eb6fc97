import { z } from "zod";
import type { Handling } from "./handling.ts";
import { eventKey } from "./inbox-keys.ts";
import { isForWorkspace } from "./installation.ts";
import { type Asked, receive } from "./receive.ts";
import { senderOfEvent } from "./sender.ts";

/** Serves one type of event that a person caused. */
export type EventListener = (asked: Asked, event: unknown) => Promise<void>;

const envelopeSchema = z.looseObject({ event: z.looseObject({ type: z.string() }) });

/** Takes an event, acknowledged already, and hands it to its listener. Events for other installations are left alone. */
export async function receiveEvent(
  handling: Handling,
  body: unknown,
  listener: EventListener,
): Promise<void> {
  const { event } = envelopeSchema.parse(body);
  if (!isForWorkspace(body, handling.workspace)) {
    handling.log.warn({ type: event.type }, "An event for another workspace was left alone");
    return;
  }
  const request = { key: eventKey(body), what: `event:${event.type}` };
  await receive(handling, senderOfEvent(body), request, (asked) => listener(asked, event));
}
