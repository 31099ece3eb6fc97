import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode } from "../error-code.ts";
import { commandLineOf } from "./process-identity.ts";

/** Orderly, at once, by force. */
const STEPS: readonly { signal: NodeJS.Signals; waitMs: number }[] = [
  { signal: "SIGINT", waitMs: 15_000 },
  { signal: "SIGQUIT", waitMs: 5_000 },
  { signal: "SIGKILL", waitMs: 5_000 },
];

/**
 * Stops the server that a killed Closeout left running on `data`, and makes a `postmaster.pid` harmless whose number
 * meanwhile belongs to somebody else. Call only while holding the directory's lock. Says whether a server was stopped.
 */
export async function clearLeftover(data: string): Promise<boolean> {
  const pidFile = join(data, "postmaster.pid");
  const pid = await recordedPid(pidFile);
  if (pid === undefined) return false;
  if (await isServerOf(pid, data)) {
    await stopServer(pid, data);
    return true;
  }
  if (isAlive(pid)) await disown(pidFile);
  return false;
}

/** Whether the process `pid` is a PostgreSQL server on `data`; a number alone proves nothing. */
export async function isServerOf(pid: number, data: string): Promise<boolean> {
  const line = await commandLineOf(pid);
  return line !== undefined && line.includes(`/postgres -D ${data} `);
}

async function recordedPid(pidFile: string): Promise<number | undefined> {
  const pid = Number.parseInt((await readIfThere(pidFile)) ?? "", 10);
  return pid > 0 ? pid : undefined;
}

async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  });
}

async function stopServer(pid: number, data: string): Promise<void> {
  for (const { signal, waitMs } of STEPS) {
    if (!signalTo(pid, signal)) return;
    for (let waited = 0; waited < waitMs; waited += 25) {
      await sleep(25);
      if (!(await isServerOf(pid, data))) return;
    }
  }
}

/**
 * PostgreSQL takes a lock file seriously as long as any process has its number, except its own parent's; after a reboot
 * that is easily a stranger. Writing our number (we are the parent) lets it go on to its real safeguard, the check that
 * nobody is attached to the shared memory named further down in the file, which deleting the file would skip.
 */
async function disown(pidFile: string): Promise<void> {
  const text = await readIfThere(pidFile);
  // The number was that of a server which has just ended, and took its file along.
  if (text === undefined) return;
  const [, ...rest] = text.split("\n");
  await writeFile(pidFile, [String(process.pid), ...rest].join("\n"));
}

function isAlive(pid: number): boolean {
  return signalTo(pid, 0);
}

function signalTo(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
