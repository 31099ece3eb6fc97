import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SANDBOX_CREDENTIALS } from "../../sandbox/workspace-server.ts";
import type { Config } from "../../src/config.ts";
import { waitFor } from "./wait-for.ts";

/** The project's folder: where `npm start` is typed. */
export const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

/** How a process ended. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A Closeout in a process of its own, whether or not its start will succeed. */
export type Spawned = {
  readonly pid: number;
  /** Everything that it has written so far. */
  stdout(): string;
  stderr(): string;
  readonly exited: Promise<Exit>;
  running(): boolean;
  /** Ends it at once, as a crash, the kernel or `kill -9` would. */
  kill(): Promise<Exit>;
  /** Asks it to end and waits until it has, for `withinMs` at most. */
  stop(withinMs?: number): Promise<Exit>;
};

/** One that has started. */
export type Product = Spawned & {
  /** Where it hears Slack; undefined for a worker. */
  readonly port: number | undefined;
};

export type SpawnOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Where it is started from; the project's folder unless told. */
  readonly cwd?: string;
  /** Another program than this Node, with the arguments that go before. */
  readonly command?: readonly [string, ...string[]];
};

const living = new Set<ChildProcess>();
const main = join(projectFolder, "src", "main.ts");

/** Where Node keeps what it has compiled: a campaign starts the same program a hundred times. */
const compiled = join(tmpdir(), "closeout-compile-cache");

/** No test leaves a process behind, however it ends. */
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

/**
 * Starts `node src/main.ts` with nothing in its environment but what the system needs and `env`, and waits for nothing. Its
 * built-in database, if it uses one, lives in a folder of its own that goes with it.
 */
export function spawnProduct({ env = {}, cwd = projectFolder, command }: SpawnOptions = {}): Spawned {
  const folder = env["CLOSEOUT_STATE_DIR"] ?? mkdtempSync(join(tmpdir(), "closeout-product-"));
  const [program, ...args] = command ?? [process.execPath, main];
  const child = spawn(program, args, {
    cwd,
    env: { ...systemEnvironment(), NODE_COMPILE_CACHE: compiled, CLOSEOUT_STATE_DIR: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  living.add(child);
  const written = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    written.stderr += text;
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once("close", (code, signal) => {
      living.delete(child);
      if (env["CLOSEOUT_STATE_DIR"] === undefined) rmSync(folder, { recursive: true, force: true });
      resolve({ code, signal });
    });
  });
  const running = () => child.exitCode === null && child.signalCode === null;
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  return {
    pid,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    exited,
    running,
    kill() {
      child.kill("SIGKILL");
      return exited;
    },
    async stop(withinMs = 20_000) {
      if (running()) child.kill("SIGTERM");
      const late = AbortSignal.timeout(withinMs);
      const outcome = await Promise.race([exited, once(late, "abort")]);
      if (!Array.isArray(outcome)) return outcome;
      child.kill("SIGKILL");
      throw new Error(`It had not ended ${withinMs} ms after SIGTERM. ${written.stderr}`);
    },
  };
}

function systemEnvironment(): Record<string, string> {
  const wanted = ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH"];
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** What a product that is connected to a stand-in of Slack needs to know. */
export type ProductOptions = {
  readonly role?: Config["role"];
  readonly workspace: { readonly apiUrl: string; readonly controlUrl: string };
  readonly sensei: { readonly url: string; readonly apiKey: string };
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  /** Anything else, or something else than the above. */
  readonly env?: Readonly<Record<string, string>>;
};

/** The environment of such a product: quick sweeps, any free port, a clock that follows the sandbox's. */
export function productEnvironment(options: ProductOptions): Readonly<Record<string, string>> {
  const { workspace, sensei, role = "all", databaseUrl, redisUrl } = options;
  return {
    SLACK_BOT_TOKEN: SANDBOX_CREDENTIALS.botToken,
    SLACK_SIGNING_SECRET: SANDBOX_CREDENTIALS.signingSecret,
    SLACK_API_URL: workspace.apiUrl,
    SENSEI_API_URL: sensei.url,
    SENSEI_API_KEY: sensei.apiKey,
    CLOSEOUT_CLOCK_URL: `${workspace.controlUrl}/clock/stream`,
    CLOSEOUT_ROLE: role,
    CLOSEOUT_SWEEP_MS: "100",
    PORT: "0",
    LOG_LEVEL: "info",
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    ...options.env,
  };
}

/** Starts one and waits until it says that it runs. Rejects with what it said when it ends before. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  return whenStarted(spawnProduct({ env: productEnvironment(options) }));
}

/** Waits until a product that was spawned says that it runs. */
export async function whenStarted(spawned: Spawned, withinMs = 60_000): Promise<Product> {
  await waitFor(() => spawned.stdout().includes("Stop with") || !spawned.running(), {
    timeoutMs: withinMs,
    what: "the product's start",
  });
  if (!spawned.running()) throw new Error(`The product ended: ${spawned.stdout()}${spawned.stderr()}`);
  const port = /http:\/\/[^ ]+:(\d+) \(\/healthz/.exec(spawned.stdout())?.[1];
  return { ...spawned, port: port === undefined ? undefined : Number(port) };
}

/** The structured log of a product, one object a line, as far as it was written. */
export function logOf(spawned: Spawned): readonly Record<string, unknown>[] {
  return spawned
    .stdout()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .flatMap((line) => {
      const entry: unknown = JSON.parse(line);
      return typeof entry === "object" && entry !== null ? [{ ...entry }] : [];
    });
}
