import { randomUUID } from "node:crypto";
import { type FileHandle, link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { errorCode } from "../error-code.ts";
import { EmbeddedPostgresError, fileFault } from "./errors.ts";
import { ownIdentity, type ProcessIdentity, stateOf } from "./process-identity.ts";

/** Our claim on a directory; ends with `release` or with the process. */
export type DirectoryLock = { release(): Promise<void> };

const Holder = z.object({ pid: z.number().int(), started: z.string(), world: z.string() });

const BEAT_MS = 1_500;
/** A holder that we cannot look up (another container on the same volume) is gone if it misses four beats. */
const SILENCE_MS = 6_000;

/**
 * Claims `directory` for this process, or throws `in_use` and names the process that has it. A claim left behind by a
 * killed process is taken over.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const file = join(directory, "in-use.json");
  const claim = JSON.stringify(await ownIdentity());
  for (;;) {
    const handle = await create(file, claim, directory);
    if (handle !== undefined) return hold(file, handle, claim);
    const found = await readFile(file, "utf8").catch(() => undefined);
    if (found === undefined) continue;
    const holder = await parseHolder(file, found);
    if (holder !== undefined && (await isHeld(file, holder))) throw inUse(directory, holder);
    await removeStale(file, found);
  }
}

async function create(file: string, claim: string, directory: string): Promise<FileHandle | undefined> {
  try {
    const handle = await open(file, "wx", 0o644);
    await handle.write(claim, 0);
    return handle;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return undefined;
    throw fileFault(error, directory);
  }
}

function hold(file: string, handle: FileHandle, claim: string): DirectoryLock {
  const beat = setInterval(() => {
    // Writing the same words again moves the file's time of change, which is all that a watcher looks at.
    handle.write(claim, 0).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      await handle.close();
      await rm(file, { force: true });
    },
  };
}

/** Undefined if nobody can be made out, also after giving a claim that is just being written the time to be finished. */
async function parseHolder(file: string, found: string): Promise<ProcessIdentity | undefined> {
  const holder = readHolder(found);
  if (holder !== undefined) return holder;
  await sleep(100);
  return readHolder(await readFile(file, "utf8").catch(() => ""));
}

function readHolder(text: string): ProcessIdentity | undefined {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function isHeld(file: string, holder: ProcessIdentity): Promise<boolean> {
  const state = await stateOf(holder);
  if (state !== "unknowable") return state === "running";
  const before = await changedAt(file);
  for (let waited = 0; waited < SILENCE_MS; waited += 250) {
    await sleep(250);
    if ((await changedAt(file)) !== before) return true;
  }
  return false;
}

async function changedAt(file: string): Promise<bigint | undefined> {
  return await stat(file, { bigint: true }).then(
    ({ mtimeNs }) => mtimeNs,
    () => undefined,
  );
}

/** Renaming lets exactly one of several starters take the claim away; a claim that is not the stale one goes back. */
async function removeStale(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  const taken = await readFile(aside, "utf8");
  if (taken !== stale) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function inUse(directory: string, holder: ProcessIdentity): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "in_use",
    `Another Closeout (process ${holder.pid}) is using ${directory}. Nothing was started. ` +
      "Stop the other one first, or give this one a place of its own with CLOSEOUT_STATE_DIR.",
  );
}
