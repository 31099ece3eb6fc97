import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort } from "./free-port.ts";

/** The path of `redis-server`, or `undefined` on a machine without it. */
export function findRedis(): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "redis-server"))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Starts a server of the benchmark's own, set up as the documentation asks. */
export async function startRedis(binary: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "closeout-bench-redis-"));
  const port = await freePort();
  const address = ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder];
  const safety = ["--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction"];
  const server = spawn(binary, [...address, ...safety], { stdio: "ignore" });
  const end = () => server.kill("SIGKILL");
  process.once("exit", end);
  const exited = once(server, "exit");
  const url = `redis://127.0.0.1:${port}`;
  await answers(url);
  return {
    url,
    async stop() {
      server.kill("SIGTERM");
      await exited;
      process.removeListener("exit", end);
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on("error", () => undefined);
  try {
    await Promise.race([
      redis.ping(),
      sleep(10_000).then(() => Promise.reject(new Error("Redis does not answer"))),
    ]);
  } finally {
    redis.disconnect();
  }
}
