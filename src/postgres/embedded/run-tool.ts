import { type ChildProcess, spawn } from "node:child_process";
import type { Launcher } from "./launcher.ts";

/** The whole environment of the database's processes: nothing of ours (tokens!) reaches them. */
function environment(libraryPath: string | undefined): Record<string, string> {
  const base = {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    LC_ALL: "C",
    TZ: "UTC",
  };
  return libraryPath === undefined
    ? base
    : { ...base, LD_LIBRARY_PATH: libraryPath, DYLD_LIBRARY_PATH: libraryPath };
}

/**
 * Starts a program of the database through the launcher. It gets a session of its own, so that Ctrl-C in the terminal
 * reaches us alone and the database stops only when we are done with it; its working directory is `/`, because ours may
 * be closed to the other user.
 */
export function launch(
  launcher: Launcher,
  file: string,
  args: readonly string[],
  libraryPath?: string,
): ChildProcess {
  const [program = file, ...rest] = [...launcher.prefix, file, ...args];
  return spawn(program, rest, {
    cwd: "/",
    env: environment(libraryPath),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    ...launcher.identity,
  });
}

export type ToolResult = { readonly ok: boolean; readonly output: string };

/** Runs a program to its end; never rejects: what went wrong is in `output`. */
export async function runTool(
  launcher: Launcher,
  file: string,
  args: readonly string[],
  libraryPath?: string,
): Promise<ToolResult> {
  const { promise, resolve } = Promise.withResolvers<ToolResult>();
  let output = "";
  const child = launch(launcher, file, args, libraryPath);
  const collect = (chunk: Buffer): void => {
    output += chunk.toString("utf8");
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  child.once("error", (error) => resolve({ ok: false, output: error.message }));
  child.once("close", (code, signal) => {
    resolve({ ok: code === 0, output: signal === null ? output : `${output}\nended by ${signal}` });
  });
  return await promise;
}
