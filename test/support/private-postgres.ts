import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { startEmbeddedPostgres } from "../../src/postgres/embedded/start.ts";
import type { TestDatabase } from "./postgres.ts";
import { waitFor } from "./wait-for.ts";

/** A PostgreSQL of the test's own, which it can crash. */
export type PrivatePostgres = TestDatabase & {
  /** Kills the server at once, and resolves when another process serves the same data on the same address. */
  crash(): Promise<void>;
};

/** Starts one; `close` stops it and removes its data. */
export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const folder = await mkdtemp(join(tmpdir(), "closeout-private-"));
  const log = pino({ level: "silent" });
  const server = await startEmbeddedPostgres({ directory: join(folder, "postgres"), log });
  return {
    url: server.url,
    async crash() {
      const before = await waitFor(() => server.pid(), { what: "a running server" });
      process.kill(before, "SIGKILL");
      await waitFor(() => server.pid() !== undefined && server.pid() !== before, {
        what: "the server's return",
      });
    },
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
