import { randomBytes, randomUUID } from "node:crypto";
import {
  access,
  chmod,
  chown,
  lchown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../error-code.ts";
import type { Binaries } from "./binaries.ts";
import { diskFull, EmbeddedPostgresError, fileFault, speaksOfFullDisk } from "./errors.ts";
import type { Launcher } from "./launcher.ts";
import { runTool } from "./run-tool.ts";

/** The database's files on disk. */
export type Cluster = { readonly data: string; readonly password: string };

/** The only role in the cluster, and the name of its database. */
export const ROLE = "closeout";

export type ClusterInput = {
  readonly directory: string;
  readonly binaries: Binaries;
  readonly launcher: Launcher;
  /** False leaves the disk's caches unflushed: for tests only. */
  readonly durable: boolean;
};

/**
 * The cluster in `directory`, made on the first start. It is made under another name and renamed when complete, so a
 * start that was interrupted half-way leaves nothing that could be mistaken for a database.
 */
export async function ensureCluster(input: ClusterInput): Promise<Cluster> {
  const { directory } = input;
  try {
    const home = join(directory, "cluster");
    if (!(await exists(home))) await createCluster(input, home);
    return await openCluster(input, home);
  } catch (error) {
    throw fileFault(error, directory);
  }
}

async function createCluster(input: ClusterInput, home: string): Promise<void> {
  const { directory, launcher, binaries } = input;
  const draft = join(directory, `draft-cluster-${randomUUID()}`);
  const data = join(draft, "data");
  const password = join(draft, "password");
  try {
    await mkdir(draft);
    await chmod(draft, 0o711);
    await writeFile(password, randomBytes(24).toString("hex"), { mode: 0o600, flush: input.durable });
    await mkdir(data, { mode: 0o700 });
    for (const path of [data, password]) await chown(path, launcher.owner.uid, launcher.owner.gid);
    const result = await runTool(
      launcher,
      binaries.initdb,
      initdbArguments(data, password, input.durable),
      binaries.libraryPath,
    );
    if (!result.ok) throw initdbFault(directory, result.output);
    await chown(password, process.getuid?.() ?? launcher.owner.uid, process.getgid?.() ?? launcher.owner.gid);
    await rename(draft, home);
    if (input.durable) await flush(directory);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** UTF-8 everywhere, with the server's own rules of order and case: the same on every system. */
function initdbArguments(data: string, passwordFile: string, durable: boolean): string[] {
  return [
    `--pgdata=${data}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    ...(durable ? [] : ["--no-sync"]),
  ];
}

function initdbFault(directory: string, output: string): EmbeddedPostgresError {
  if (speaksOfFullDisk(output)) return diskFull(directory, new Error(output));
  return new EmbeddedPostgresError(
    "cannot_run",
    `The built-in PostgreSQL could not make its database in ${directory}: ${lastLines(output)}`,
  );
}

/** The last few lines of a program's output, for a person. */
export function lastLines(output: string): string {
  return output.trim().split("\n").slice(-4).join(" / ");
}

/**
 * Removes what an interrupted start left half made, whose orphaned initdb may still be adding files until it notices that nobody
 * reads its words. Call only while holding the directory's lock.
 */
export async function removeDrafts(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith("draft-")) continue;
    await rm(join(directory, name), { recursive: true, force: true, maxRetries: 50, retryDelay: 20 });
  }
}

async function openCluster({ binaries, launcher }: ClusterInput, home: string): Promise<Cluster> {
  const data = join(home, "data");
  await assertOurs(home);
  await giveTo(launcher.owner, data);
  await assertSameRelease(binaries, launcher, data, home);
  return { data, password: await readPassword(home) };
}

async function assertOurs(home: string): Promise<void> {
  const { uid } = await stat(home);
  const own = process.getuid?.();
  if (own === undefined || own === 0 || own === uid) return;
  throw new EmbeddedPostgresError(
    "not_writable",
    `The database in ${home} belongs to another user (number ${uid}; Closeout runs as ${own}). ` +
      "Start Closeout as that user, or choose another place with CLOSEOUT_STATE_DIR.",
  );
}

/** Started as root in another way than last time: the files change hands, the folder itself last. */
async function giveTo(owner: Launcher["owner"], data: string): Promise<void> {
  if ((await stat(data)).uid === owner.uid) return;
  for (const entry of await readdir(data, { recursive: true })) {
    await lchown(join(data, entry), owner.uid, owner.gid);
  }
  await lchown(data, owner.uid, owner.gid);
}

async function assertSameRelease(
  binaries: Binaries,
  launcher: Launcher,
  data: string,
  home: string,
): Promise<void> {
  const made = (await readFile(join(data, "PG_VERSION"), "utf8").catch(missing)) ?? "";
  const { output } = await runTool(launcher, binaries.postgres, ["--version"], binaries.libraryPath);
  const brought = /(\d+)\.\d+/.exec(output)?.[1];
  if (made.trim() === brought) return;
  if (made === "") {
    throw new EmbeddedPostgresError(
      "damaged",
      `${home} is not a complete database: PG_VERSION is missing. ` +
        "Restore the folder from a backup, or move it away to start with an empty one.",
    );
  }
  throw new EmbeddedPostgresError(
    "wrong_version",
    `The database in ${home} was made by PostgreSQL ${made.trim()}, but this Closeout brings ${brought ?? "another one"}. ` +
      "Start the previous Closeout and copy the data with pg_dump, or move the folder away to start with an empty one.",
  );
}

async function readPassword(home: string): Promise<string> {
  const password = await readFile(join(home, "password"), "utf8").catch(missing);
  if (password !== undefined && /^[0-9a-f]{48}$/.test(password)) return password;
  throw new EmbeddedPostgresError(
    "damaged",
    `The password file of the database, ${join(home, "password")}, is missing or was changed. ` +
      "Restore it from a backup, or move the folder away to start with an empty one.",
  );
}

function missing(error: unknown): undefined {
  if (errorCode(error) === "ENOENT") return undefined;
  throw error;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    (error: unknown) => missing(error) !== undefined,
  );
}

async function flush(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
