import { Redis } from "ioredis";
import { describe, it } from "vitest";
import { findRedisServer, startRedis } from "../support/redis.ts";
import { queueContract } from "./contract.ts";

const binary = findRedisServer();

if (binary === undefined) {
  const why = "no redis-server in PATH; install one to test the queue on Redis";
  process.stderr.write(`\nSKIPPED: the queue on Redis: ${why}.\n\n`);
  describe("the queue on Redis", () => {
    it("is tested", ({ skip }) => skip(why));
  });
} else {
  queueContract("Redis", async () => {
    const server = await startRedis(binary);
    return {
      kind: "redis",
      url: server.url,
      listens: { host: "127.0.0.1", port: server.port },
      throughPort: (port) => `redis://127.0.0.1:${port}`,
      async interrupt() {
        await server.stop();
        await server.start();
      },
      async forget() {
        const redis = new Redis(server.url);
        await redis.flushall();
        await redis.quit();
      },
      close: () => server.close(),
    };
  });
}
