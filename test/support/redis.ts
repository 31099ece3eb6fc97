import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Redis } from "ioredis";
import { waitFor } from "./wait-for.ts";

/** A `redis-server` of the test's own, with AOF, on a port and in a folder that nobody else has. */
export type PrivateRedis = {
  readonly url: string;
  readonly port: number;
  /** Stops the server as an operator would; its data stay. */
  stop(): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** Stops it and removes its data. */
  close(): Promise<void>;
};

/** The path of `redis-server`, or undefined on a machine that has none. */
export function findRedisServer(path = process.env["PATH"] ?? ""): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, "redis-server"))
    .find(isExecutable);
}

/** Starts one; `settings` are further `redis-server` arguments, as in `["--maxmemory-policy", "allkeys-lru"]`. */
export async function startRedis(binary: string, settings: readonly string[] = []): Promise<PrivateRedis> {
  const folder = await mkdtemp(join(tmpdir(), "closeout-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const fixed = ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder, "--save", ""];
  const args = [...fixed, "--appendonly", "yes", "--maxmemory-policy", "noeviction", ...settings];
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    server = spawn(binary, args, { stdio: "ignore" });
    await waitFor(() => answers(url));
  }

  async function stop(): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, "exit");
    server.kill("SIGTERM");
    await exited;
  }

  await start();
  return {
    url,
    port,
    start,
    stop,
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  return address.port;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
