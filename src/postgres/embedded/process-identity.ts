import { execFile } from "node:child_process";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { promisify } from "node:util";

/**
 * One process among all that ever had its number. `world` is where numbers of processes mean the same: one boot of one
 * machine or container.
 */
export type ProcessIdentity = { readonly pid: number; readonly started: string; readonly world: string };

const run = promisify(execFile);

/** The process that runs this code. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  return { pid: process.pid, started: (await startOf(process.pid)) ?? "unknown", world: await ownWorld() };
}

/** Whether that very process still runs; `unknowable` if it belongs to another machine, container or boot. */
export async function stateOf(identity: ProcessIdentity): Promise<"running" | "gone" | "unknowable"> {
  if (identity.world !== (await ownWorld())) return "unknowable";
  return (await startOf(identity.pid)) === identity.started ? "running" : "gone";
}

/** The command line of a process as one string, its arguments separated by spaces; undefined if it does not run. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (process.platform === "linux") {
    const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return words === "" ? undefined : words.replaceAll("\0", " ").trim();
  }
  return await ps("command=", pid);
}

async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return await ps("lstart=", pid);
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in parentheses may hold spaces; "state" is the first word after it and "starttime" the twentieth.
  const words = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = words;
  return state === "Z" || state === "X" ? undefined : words[19];
}

async function ps(column: string, pid: number): Promise<string | undefined> {
  const text = await run("/bin/ps", ["-ww", "-o", column, "-p", String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );
  return text === "" ? undefined : text;
}

async function ownWorld(): Promise<string> {
  if (process.platform !== "linux") return hostname();
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => hostname());
  const processes = await readlink("/proc/self/ns/pid").catch(() => "");
  return `${boot.trim()} ${processes}`;
}
