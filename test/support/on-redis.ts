import type { TestContext } from "vitest";
import { findRedisServer, type PrivateRedis, startRedis } from "./redis.ts";

/** Runs a test on a Redis of its own; on a machine without `redis-server` it is skipped, and loudly. */
export async function onRedis(
  { skip }: Pick<TestContext, "skip">,
  what: string,
  work: (redis: PrivateRedis) => Promise<void>,
): Promise<void> {
  const binary = findRedisServer();
  if (binary === undefined) {
    process.stderr.write(`\nSKIPPED: ${what}: no redis-server in PATH.\n\n`);
    skip("no redis-server in PATH");
    return;
  }
  const redis = await startRedis(binary);
  try {
    await work(redis);
  } finally {
    await redis.close();
  }
}
