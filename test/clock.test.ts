import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { Temporal } from "temporal-polyfill";
import { expect, onTestFinished, test } from "vitest";
import { followClock, systemClock } from "../src/clock.ts";
import { memoryLog } from "./queue/memory-log.ts";
import { waitFor } from "./support/wait-for.ts";

/** A clock's stream; what is said to `tell` goes to whoever listens now. */
async function startStream() {
  const listeners = new Set<ServerResponse>();
  let status = 200;
  let offset = 0;
  const server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "text/event-stream" });
    if (status === 200) {
      response.write(`: hello\n\nevent: clock\ndata: {"offset_ms":${offset}}\n\n`);
      listeners.add(response);
      response.on("close", () => listeners.delete(response));
    } else {
      response.end();
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${port}/clock`,
    listeners,
    tell(...chunks: readonly string[]) {
      for (const listener of listeners) for (const chunk of chunks) listener.write(chunk);
    },
    begin(next: { offset?: number; status?: number }) {
      offset = next.offset ?? offset;
      status = next.status ?? status;
    },
    cut() {
      for (const listener of listeners) listener.destroy();
    },
  };
}

async function follow(url: string) {
  const { log, lines } = memoryLog();
  const clock = await followClock(url, log);
  onTestFinished(() => clock.close());
  return { clock, lines };
}

const hour = 3_600_000;

/** How far ahead of real time a clock is, in whole hours. */
function hoursAhead(clock: { now(): Temporal.Instant }): number {
  return Math.floor((clock.now().epochMilliseconds - Date.now()) / hour + 0.5);
}

test("the system's clock tells real time", () => {
  const before = Date.now();
  const now = systemClock.now().epochMilliseconds;
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test("a followed clock has its first reading before anybody asks it", async () => {
  const stream = await startStream();
  stream.begin({ offset: 5 * hour });
  const { clock } = await follow(stream.url);
  expect(hoursAhead(clock)).toBe(5);
});

test("it follows every move, also one that comes in pieces", async () => {
  const stream = await startStream();
  const { clock } = await follow(stream.url);
  expect(hoursAhead(clock)).toBe(0);
  stream.tell(`event: clock\ndata: {"offset_ms":${24 * hour}}\n\n`);
  await waitFor(() => hoursAhead(clock) === 24);
  stream.tell('event: clock\ndata: {"offs', `et_ms":${48 * hour}}\n`, "\n");
  await waitFor(() => hoursAhead(clock) === 48);
});

test("while the stream is broken the last reading holds, and then it catches up", async () => {
  const stream = await startStream();
  stream.begin({ offset: 5 * hour });
  const { clock, lines } = await follow(stream.url);
  stream.begin({ status: 503 });
  stream.cut();
  await waitFor(() => lines.some(({ level }) => level === "warn"));
  expect(hoursAhead(clock)).toBe(5);
  stream.begin({ status: 200, offset: 7 * hour });
  await waitFor(() => hoursAhead(clock) === 7);
});

test("it goes on with time between readings", async () => {
  const stream = await startStream();
  const { clock } = await follow(stream.url);
  const first = clock.now();
  await waitFor(() => Temporal.Instant.compare(clock.now(), first) > 0);
});

test("once closed it listens no more", async () => {
  const stream = await startStream();
  const { clock, lines } = await follow(stream.url);
  clock.close();
  await waitFor(() => stream.listeners.size === 0);
  expect(lines).toEqual([]);
});
