import { randomUUID } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { chown, mkdir, rm } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { EmbeddedPostgresError, fileFault } from "./errors.ts";
import { runTool } from "./run-tool.ts";

/** A way of running PostgreSQL, which refuses to run as root. */
export type Launcher = {
  readonly name: "direct" | "other-user" | "user-namespace" | "other-user-with-reach";
  /** What comes before the program's own command line. */
  readonly prefix: readonly string[];
  /** The user the prefix itself is started as, if not ours. */
  readonly identity: { readonly uid?: number; readonly gid?: number };
  /** Who must own the data, as seen from outside. */
  readonly owner: { readonly uid: number; readonly gid: number };
};

/** `nobody` on Linux: exists everywhere, and PostgreSQL wants a user that has a name. */
const NOBODY = 65534;

/**
 * Finds the first way that works here, by rehearsing it: enter a folder of the database's owner under `directory`, write
 * into it, and run the real program. Which one works depends on the user, on how far the folders above are open, and on
 * what a container allows; guessing from any of these alone goes wrong.
 */
export async function chooseLauncher(
  binaries: Binaries,
  directory: string,
  launchers: readonly Launcher[] = availableLaunchers(),
): Promise<Launcher> {
  const failures: string[] = [];
  for (const launcher of launchers) {
    const failure = await rehearse(launcher, binaries, directory);
    if (failure === undefined) return launcher;
    failures.push(`${launcher.name}: ${failure}`);
  }
  throw new EmbeddedPostgresError(
    "cannot_run",
    `The built-in PostgreSQL cannot be run here as user ${process.getuid?.() ?? "?"} in ${directory}. ` +
      `Tried ${failures.join("; ") || "nothing that this system offers"}. ` +
      "Run Closeout as an ordinary user with a name, in a folder that user owns.",
  );
}

/** The ways this system's programs and our user allow, the least privileged first. */
export function availableLaunchers(): Launcher[] {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  const setpriv = findProgram("setpriv");
  // The kernel ends the server when we die, however we die. Without it an orphan is stopped by the next start.
  const dieWithUs = setpriv === undefined ? [] : [setpriv, "--pdeathsig", "INT", "--"];
  const own = { uid, gid };
  const inNamespace = userNamespace(dieWithUs, own);
  if (uid !== 0) {
    return hasName() ? direct(dieWithUs, own) : inNamespace;
  }
  return [...otherUser(setpriv), ...inNamespace, ...otherUserWithReach(setpriv)];
}

function direct(dieWithUs: readonly string[], owner: Launcher["owner"]): Launcher[] {
  const plain: Launcher = { name: "direct", prefix: [], identity: {}, owner };
  // An old setpriv may not know the option.
  return dieWithUs.length === 0 ? [plain] : [{ ...plain, prefix: dieWithUs }, plain];
}

function otherUser(setpriv: string | undefined): Launcher[] {
  const owner = { uid: NOBODY, gid: NOBODY };
  const plain: Launcher = { name: "other-user", prefix: [], identity: owner, owner };
  if (setpriv === undefined) return [plain];
  const prefix = [setpriv, ...asNobody(), "--pdeathsig", "INT", "--"];
  return [{ name: "other-user", prefix, identity: {}, owner }, plain];
}

/** Under a path closed to others, such as root's home: our own rights on files, but not root in PostgreSQL's eyes. */
function userNamespace(dieWithUs: readonly string[], owner: Launcher["owner"]): Launcher[] {
  const unshare = findProgram("unshare");
  if (unshare === undefined) return [];
  const prefix = [unshare, "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, "--", ...dieWithUs];
  return [{ name: "user-namespace", prefix, identity: {}, owner }];
}

/** The same where containers forbid user namespaces: another user that keeps the right to pass closed folders. */
function otherUserWithReach(setpriv: string | undefined): Launcher[] {
  if (setpriv === undefined) return [];
  const reach = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  const prefix = [setpriv, ...asNobody(), ...reach, "--pdeathsig", "INT", "--"];
  return [{ name: "other-user-with-reach", prefix, identity: {}, owner: { uid: NOBODY, gid: NOBODY } }];
}

function asNobody(): string[] {
  return [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
}

function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

function findProgram(name: string): string | undefined {
  return ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"]
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Undefined if it went well, else what was said. */
async function rehearse(
  launcher: Launcher,
  binaries: Binaries,
  directory: string,
): Promise<string | undefined> {
  const stage = join(directory, `draft-rehearsal-${randomUUID()}`);
  try {
    await mkdir(stage, { mode: 0o700 }).catch((error: unknown) => {
      throw fileFault(error, directory);
    });
    const chowned = await chown(stage, launcher.owner.uid, launcher.owner.gid).then(
      () => true,
      () => false,
    );
    if (!chowned) return "files cannot be given to another user";
    const script = 'cd "$1" && : > written && exec "$2" --version';
    const args = ["-c", script, "sh", stage, binaries.postgres];
    const { ok, output } = await runTool(launcher, "/bin/sh", args, binaries.libraryPath);
    return ok ? undefined : output.trim();
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}
