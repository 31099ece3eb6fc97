import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The project's folder, in which every process of a benchmark runs. */
export const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

/** A program of the project in a process of its own. */
export type Child = {
  readonly pid: number;
  /** Resolves with the first line of its standard output that `wanted` accepts; rejects when it ends before or takes too long. */
  line(wanted: (line: string) => boolean, withinMs?: number): Promise<string>;
  /** Writes a line to its standard input. */
  tell(line: string): void;
  /** Resident memory in MiB; `undefined` where the system does not say. */
  memoryMb(): Promise<number | undefined>;
  /** Ends it in order, and by force where that takes longer than 15 s. */
  stop(): Promise<void>;
};

const living = new Set<ChildProcess>();

/** No benchmark leaves a process behind, however it ends. */
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

/**
 * Starts `node <args>` on this very Node. The environment is what a program needs of the system, and what is given: nothing of
 * the caller's own configuration leaks in.
 */
export function startNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    env: { ...systemEnvironment(), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  living.add(child);
  const heard = listen(child);
  const exited = once(child, "exit").then(() => {
    living.delete(child);
    heard.end();
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`node ${args.join(" ")} could not be started`);
  return {
    pid,
    line: (wanted, withinMs = 60_000) => heard.line(wanted, withinMs, args),
    tell: (line) => child.stdin.write(`${line}\n`),
    memoryMb: () => memoryMb(pid),
    async stop() {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await exited;
      clearTimeout(force);
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

/** Collects what a child says, so that a line that came early is found too. */
function listen({ stdout, stderr }: Pick<ChildProcess, "stdout" | "stderr">) {
  const lines: string[] = [];
  let rest = "";
  let complaints = "";
  let ended = false;
  let look: () => void = () => undefined;
  stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    look();
  });
  stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    complaints = (complaints + chunk).slice(-4_000);
  });
  return {
    end() {
      ended = true;
      look();
    },
    line(wanted: (line: string) => boolean, withinMs: number, args: readonly string[]): Promise<string> {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const name = `node ${args.join(" ")}`;
      const timer = setTimeout(
        () => reject(new Error(`${name} did not say so in ${withinMs / 1000} s. ${complaints}`)),
        withinMs,
      );
      look = () => {
        for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
          if (wanted(line)) return resolve(line);
        }
        if (ended) reject(new Error(`${name} ended. ${complaints}`));
      };
      look();
      return promise.finally(() => clearTimeout(timer));
    },
  };
}

async function memoryMb(pid: number): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
