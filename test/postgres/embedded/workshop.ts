import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pino } from "pino";
import { afterAll, afterEach, beforeEach } from "vitest";
import { commandLineOf } from "../../../src/postgres/embedded/process-identity.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../../src/postgres/embedded/start.ts";

const run = promisify(execFile);
const log = pino({ level: "silent" });

/** Whether this test run may give files to other users and mount file systems. */
export const isRoot = process.getuid?.() === 0;

/** A fresh folder per test, and servers in it that are stopped when the test is over. */
export type Workshop = {
  /** Closed to other users, as a home is. */
  readonly home: () => string;
  /** Where the test's server keeps its things unless told otherwise; does not exist yet. */
  readonly directory: () => string;
  readonly start: (where?: string) => Promise<EmbeddedPostgres>;
  /** Puts an empty, complete database there, as a first start leaves it; cheaper than a first start. */
  readonly furnish: (where?: string) => Promise<void>;
};

/** Call once at the top of a test file. */
export function workshop(): Workshop {
  let home = "";
  let model: Promise<string> | undefined;
  const running: EmbeddedPostgres[] = [];
  const directory = (): string => join(home, "postgres");

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "closeout-embedded-"));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  afterAll(async () => {
    if (model !== undefined)
      await rm(await model, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  return {
    home: () => home,
    directory,
    async start(where = directory()) {
      const server = await startEmbeddedPostgres({ directory: where, log });
      running.push(server);
      return server;
    },
    async furnish(where = directory()) {
      model ??= makeModel();
      await mkdir(where, { recursive: true });
      await run("cp", ["-a", join(await model, "cluster"), where]);
    },
  };
}

async function makeModel(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "closeout-model-"));
  const server = await startEmbeddedPostgres({ directory, log, durable: false });
  await server.stop();
  return directory;
}

/** Whether a process with this number runs; one that has ended but was not yet collected by its parent counts as gone. */
export async function isRunning(pid: number): Promise<boolean> {
  return (await commandLineOf(pid)) !== undefined;
}
