import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const Line = z.discriminatedUnion("event", [
  z.object({ event: z.literal("ready"), url: z.string(), pid: z.number() }),
  z.object({ event: z.literal("failed"), message: z.string() }),
  z.object({ event: z.literal("stopped") }),
]);

/** A Closeout process that runs a built-in server, as far as these tests need one. */
export type ServerProcess = {
  /** What it said first: ready with its URL, or failed with its sentence. */
  readonly outcome: z.infer<typeof Line>;
  /** Ends it at once, as a crash or the kernel would. */
  kill(): Promise<void>;
  /** Asks it to stop and waits for its end. */
  stop(): Promise<void>;
};

export type RunAs = { readonly uid?: number; readonly gid?: number; readonly prefix?: readonly string[] };

const SCRIPT = fileURLToPath(new URL("./run-server.ts", import.meta.url));

/** A process that was just started: whatever state it has reached, it can be killed. */
export type SpawnedProcess = {
  readonly ended: Promise<unknown>;
  readonly lines: Interface;
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
};

/** Starts `run-server.ts` on `directory` and does not wait for anything. */
export function spawnServer(directory: string, { prefix = [], ...identity }: RunAs = {}): SpawnedProcess {
  const [program, ...args] = [...prefix, process.execPath, SCRIPT, directory];
  const child = spawn(program, args, { cwd: "/", stdio: ["ignore", "pipe", "inherit"], ...identity });
  const ended = once(child, "exit");
  return {
    ended,
    lines: createInterface({ input: child.stdout }),
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

/** Starts `run-server.ts` on `directory` and waits for its first line. */
export async function serverProcess(directory: string, as: RunAs = {}): Promise<ServerProcess> {
  const { lines, ended, end } = spawnServer(directory, as);
  const silence = ended.then(() => ['{"event":"stopped"}']);
  const [first] = await Promise.race([once(lines, "line"), silence]);
  return {
    outcome: Line.parse(JSON.parse(String(first))),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

/** The URL and the server's pid of a process that must have become ready. */
export function ready({ outcome }: ServerProcess): { url: string; pid: number } {
  if (outcome.event !== "ready") throw new Error(`Not ready: ${JSON.stringify(outcome)}`);
  return outcome;
}
