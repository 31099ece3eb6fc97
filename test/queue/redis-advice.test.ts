import { describe, expect, it, onTestFinished } from "vitest";
import { createQueue } from "../../src/queue/create-queue.ts";
import { adviceFor } from "../../src/queue/redis-advice.ts";
import { findRedisServer, startRedis } from "../support/redis.ts";
import { waitFor } from "../support/wait-for.ts";
import { memoryLog } from "./memory-log.ts";

describe("advice about a Redis server", () => {
  it("is silent about a server that keeps everything", () => {
    const info = new Map([
      ["maxmemory_policy", "noeviction"],
      ["aof_enabled", "1"],
    ]);
    expect(adviceFor(info)).toEqual([]);
  });

  it("is silent about what a managed service hides", () => {
    expect(adviceFor(new Map())).toEqual([]);
  });

  const binary = findRedisServer();
  it.skipIf(binary === undefined)("is logged once when work begins, and can be asked for", async () => {
    const settings = ["--maxmemory-policy", "allkeys-lru", "--appendonly", "no"];
    const server = await startRedis(binary ?? "", settings);
    const { log, lines } = memoryLog();
    const queue = createQueue({ backend: { kind: "redis", url: server.url }, namespace: "advice", log });
    onTestFinished(async () => {
      await queue.close();
      await server.close();
    });
    await queue.work({}, { concurrency: 1 });
    await queue.work({}, { concurrency: 1 });
    const warnings = () => lines.filter((line) => line.level === "warn").map((line) => line.message);
    await waitFor(() => warnings().length > 0);
    const advice = await queue.advice();
    expect(advice.join("\n")).toMatch(/maxmemory-policy is allkeys-lru.*noeviction\.\n.*appendonly to yes/);
    expect(warnings()).toEqual(advice);
  });
});
