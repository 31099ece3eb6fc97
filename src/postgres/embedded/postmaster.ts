import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "./binaries.ts";
import type { Launcher } from "./launcher.ts";
import { launch } from "./run-tool.ts";
import type { ServerLog } from "./server-log.ts";
import { settings } from "./settings.ts";

/** One run of the server process. */
export type Postmaster = {
  readonly pid: number | undefined;
  /** Resolves when the process has ended, with a word on how. Never rejects. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. Resolves when it has ended. */
  stop(): Promise<void>;
};

export type PostmasterInput = {
  readonly binaries: Binaries;
  readonly launcher: Launcher;
  readonly data: string;
  readonly port: number;
  readonly durable: boolean;
  readonly serverLog: ServerLog;
};

const STOPPING: readonly { signal: NodeJS.Signals; waitMs: number }[] = [
  { signal: "SIGINT", waitMs: 30_000 },
  { signal: "SIGQUIT", waitMs: 5_000 },
  { signal: "SIGKILL", waitMs: 5_000 },
];

/** Starts the server process; it is not ready yet when this returns. */
export function startPostmaster(input: PostmasterInput): Postmaster {
  const { binaries, launcher, data, serverLog } = input;
  serverLog.forget();
  const args = ["-D", data, ...settings(input)];
  const child = launch(launcher, binaries.postgres, args, binaries.libraryPath);
  child.stdout?.on("data", (chunk: Buffer) => serverLog.write(chunk));
  child.stderr?.on("data", (chunk: Buffer) => serverLog.write(chunk));

  let over = false;
  const ended = endOf(child).then((how) => {
    over = true;
    process.off("exit", interrupt);
    return how;
  });
  const interrupt = (): void => {
    child.kill("SIGINT");
  };
  // Where the kernel does not end the server with us, an orderly exit at least does.
  process.once("exit", interrupt);

  return {
    pid: child.pid,
    ended,
    hasEnded: () => over,
    async stop() {
      for (const { signal, waitMs } of STOPPING) {
        if (over) return;
        child.kill(signal);
        await Promise.race([ended, sleep(waitMs, undefined, { ref: false })]);
      }
    },
  };
}

async function endOf(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  child.once("error", (error) => resolve(error.message));
  child.once("close", (code, signal) => resolve(signal === null ? `exit code ${code ?? "?"}` : signal));
  return await promise;
}
