import { z } from "zod";
import type { Message } from "../../blocks/slack/message.ts";
import { failureFields, newReference } from "./failure.ts";
import type { Handling } from "./handling.ts";
import { eventKey } from "./inbox-keys.ts";
import { isForWorkspace } from "./installation.ts";
import { type Asked, receive } from "./receive.ts";
import { senderOfEvent } from "./sender.ts";

/** Serves one type of event; `body` is its whole envelope. Events arrive several times, so it must be safe to repeat. */
export type EventListener = (handling: Handling, body: unknown) => Promise<void>;

const envelopeSchema = z.looseObject({ event: z.looseObject({ type: z.string() }) });

/** Takes an event, acknowledged already, and hands it to its listener. Events for other installations are left alone. */
export async function receiveEvent(
  handling: Handling,
  body: unknown,
  listener: EventListener,
): Promise<void> {
  const { type } = envelopeSchema.parse(body).event;
  if (!isForWorkspace(body, handling.workspace)) {
    handling.log.warn({ type }, "An event for another workspace was left alone");
    return;
  }
  try {
    await listener(handling, body);
  } catch (error) {
    const fields = { reference: newReference(), what: `event:${type}`, ...failureFields(error) };
    handling.log.error(fields, "An event from Slack could not be served");
  }
}

/** Where a person is answered; without it, privately in the conversation of the event. */
type AnswerPlace = (handling: Handling, user: string, message: Message) => Promise<void>;

/** A listener for an event that a person caused and may hear an answer to: once, and for full members only. */
export function byPerson(
  serve: (asked: Asked, event: unknown) => Promise<void>,
  answer?: AnswerPlace,
): EventListener {
  return async (handling, body) => {
    const { event } = envelopeSchema.parse(body);
    const sender = senderOfEvent(body);
    const reply = answer && ((message: Message) => answer(handling, sender.user, message));
    const request = {
      key: eventKey(body),
      what: `event:${event.type}`,
      ...(reply === undefined ? {} : { reply }),
    };
    await receive(handling, sender, request, (asked) => serve(asked, event));
  };
}
