import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { errorCode } from "../error-code.ts";
import { EmbeddedPostgresError, fileFault } from "./errors.ts";
import { ownIdentity, type ProcessIdentity, stateOf } from "./process-identity.ts";

/** Our claim on a directory; ends with `release` or with the process. */
export type DirectoryLock = { release(): Promise<void> };

/** How often a claim is renewed, and for how long it must stay silent to count as left behind. */
export type Rhythm = { readonly beatMs: number; readonly silenceMs: number };

/** A holder that we cannot look up (another container on the same volume) is gone if it misses four beats. */
const RHYTHM: Rhythm = { beatMs: 1_500, silenceMs: 6_000 };

/**
 * Claims `directory` for this process, or throws `in_use` and names the process that has it. A claim left behind by a
 * killed process is taken over.
 *
 * Claims are numbered files and the highest counts. To take over is to create the next number, which only one of several
 * starters can; nobody ever removes the claim of somebody else who might be alive.
 */
export async function lockDirectory(directory: string, rhythm: Rhythm = RHYTHM): Promise<DirectoryLock> {
  const folder = join(directory, "claims");
  const claim = JSON.stringify(await ownIdentity());
  try {
    await mkdir(folder, { recursive: true });
    for (;;) {
      const last = await lastClaim(folder);
      const holder = await liveHolder(join(folder, String(last)), rhythm);
      if (holder !== undefined) throw inUse(directory, holder);
      const lock = await claimNumber(folder, last + 1, claim, rhythm);
      if (lock !== undefined) return lock;
    }
  } catch (error) {
    throw fileFault(error, directory);
  }
}

/** So many claims are kept that a starter which was slow to act cannot create a number that was used before. */
const KEPT = 16;

/** Undefined if somebody was quicker. */
async function claimNumber(
  folder: string,
  number: number,
  claim: string,
  rhythm: Rhythm,
): Promise<DirectoryLock | undefined> {
  const handle = await create(join(folder, String(number)));
  if (handle === undefined) return undefined;
  try {
    await handle.write(claim, 0);
    // Whoever found our file still empty may have taken us for dead and gone past us.
    if ((await lastClaim(folder)) === number) {
      await forgetBefore(folder, number - KEPT);
      return hold(handle, claim, rhythm);
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
}

async function forgetBefore(folder: string, number: number): Promise<void> {
  for (const old of await claims(folder)) {
    if (old <= number) await rm(join(folder, String(old)), { force: true });
  }
}

async function create(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, "wx", 0o644);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return undefined;
    throw error;
  }
}

function hold(handle: FileHandle, claim: string, { beatMs }: Rhythm): DirectoryLock {
  const beat = setInterval(() => {
    // Writing the same words again moves the file's time of change, which is all that a watcher looks at.
    handle.write(claim, 0).catch(() => undefined);
  }, beatMs);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      // The file stays: its number must not be used again. Emptied alone (the disk may be full) it does not count either.
      await handle.truncate(0);
      await handle.write(RELEASED, 0).catch(() => undefined);
      await handle.close();
    },
  };
}

async function claims(folder: string): Promise<number[]> {
  return (await readdir(folder)).map(Number).filter(Number.isSafeInteger);
}

async function lastClaim(folder: string): Promise<number> {
  return Math.max(0, ...(await claims(folder)));
}

const RELEASED = "released";
const Holder = z.object({ pid: z.number().int(), started: z.string(), world: z.string() });

async function liveHolder(file: string, rhythm: Rhythm): Promise<ProcessIdentity | undefined> {
  let text = await readText(file);
  // A claim that is just being written gets the time to be finished.
  if (text === "") text = await sleep(100).then(() => readText(file));
  const holder = parseHolder(text);
  return holder !== undefined && (await isAlive(file, holder, rhythm)) ? holder : undefined;
}

async function readText(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return RELEASED;
    throw error;
  });
}

function parseHolder(text: string): ProcessIdentity | undefined {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function isAlive(
  file: string,
  holder: ProcessIdentity,
  { beatMs, silenceMs }: Rhythm,
): Promise<boolean> {
  const state = await stateOf(holder);
  if (state !== "unknowable") return state === "running";
  const before = await changedAt(file);
  for (let waited = 0; waited < silenceMs; waited += beatMs / 4) {
    await sleep(beatMs / 4);
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

function inUse(directory: string, holder: ProcessIdentity): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "in_use",
    `Another Closeout (process ${holder.pid}) is using ${directory}. Nothing was started. ` +
      "Stop the other one first, or give this one a place of its own with CLOSEOUT_STATE_DIR.",
  );
}
