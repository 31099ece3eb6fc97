import { setTimeout as sleep } from "node:timers/promises";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Clock, Log } from "./ports.ts";

/** Real time. Besides this file nothing of the product reads it. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** A moment as those libraries want it that know no Temporal. */
export function legacyDate(moment: Temporal.Instant): Date {
  return new Date(moment.epochMilliseconds);
}

/** A clock that somebody else can move. */
export type FollowedClock = Clock & { close(): void };

const eventSchema = z.object({ offset_ms: z.number() });

/** Between two attempts to reach the clock that is followed. */
const reconnectMs = 500;

/**
 * Real time plus the offset of the sandbox's clock, followed through its stream of server-sent events. Resolves with the
 * first reading, so that nothing ever happens at a moment before it. While the stream is broken the last offset holds.
 */
export async function followClock(url: string, log: Log): Promise<FollowedClock> {
  const stopped = new AbortController();
  let offsetMs = 0;
  const first = Promise.withResolvers<void>();
  const follow = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        for await (const data of serverSentEvents(url, stopped.signal)) {
          offsetMs = eventSchema.parse(JSON.parse(data)).offset_ms;
          first.resolve();
        }
      } catch (error) {
        if (!stopped.signal.aborted) log.warn({ err: error }, "the sandbox's clock cannot be followed");
      }
      await sleep(reconnectMs, undefined, { ref: false });
    }
  };
  void follow();
  await first.promise;
  return {
    now: () => Temporal.Now.instant().add({ milliseconds: offsetMs }),
    close: () => stopped.abort(),
  };
}

/** The data of each event; comments and names are passed over. */
async function* serverSentEvents(url: string, signal: AbortSignal): AsyncGenerator<string> {
  const response = await fetch(url, { signal, headers: { accept: "text/event-stream" } });
  if (!response.ok || response.body === null) throw new Error(`The clock answered ${response.status}`);
  let rest = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const data = event
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice("data:".length).trim());
      if (data.length > 0) yield data.join("\n");
    }
  }
}
