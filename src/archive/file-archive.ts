import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, rm, unlink } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { mayBeDisposedOf } from "../domain/archive/retention.ts";
import type {
  ArchivedBytes,
  ArchivePlace,
  ArchiveStore,
  Clock,
  PutOptions,
  PutOutcome,
  VerifyOutcome,
} from "../ports.ts";
import { ArchiveError } from "./archive-error.ts";
import {
  assertWritable,
  exists,
  makeFolder,
  publish,
  removeEmptyFolders,
  syncFolder,
  temporaryPrefix,
  writeAll,
} from "./durable-files.ts";
import { ifThere, onDisk } from "./file-faults.ts";
import { readGuard, removeGuard, writeGuard } from "./file-guard.ts";
import { hashFile } from "./hash-file.ts";

/** `root` is absolute; each location is a folder in it. */
export type FileArchiveOptions = {
  readonly root: string;
  /** Says whether a retention is over. */
  readonly clock: Clock;
  /** Real time, by which the disk notes when a file was written to. */
  readonly wallClock: Clock;
};

/**
 * An archive of plain files. An object is written under a temporary name in its own folder, flushed to the disk, made
 * read-only, and given its name without ever replacing anything; then the folder is flushed. What guards it lies beside it.
 */
export function createFileArchive({ root, clock, wallClock }: FileArchiveOptions): ArchiveStore {
  const pathOf = (place: ArchivePlace) => join(folderOf(root, place.location), ...namesOf(place.key));
  return {
    put: (place, source, options = {}) => put(pathOf(place), source, options),
    open: async (place) => {
      const path = pathOf(place);
      const handle = await ifThere(path, () => openObject(path));
      return handle === undefined ? undefined : contents(handle, path);
    },
    verify: (place) => verify(pathOf(place)),
    protect: async (place, guard) => {
      const path = pathOf(place);
      if (!(await onDisk(path, () => exists(path)))) throw new ArchiveError("missing", path);
      return onDisk(path, () => writeGuard(path, guard));
    },
    remove: async (place) => {
      const path = pathOf(place);
      const guard = await ifThere(path, () => readGuard(path));
      if (guard !== undefined && !mayBeDisposedOf(guard, clock.now()))
        throw new ArchiveError("protected", path);
      await ifThere(path, () => unlink(path));
      await ifThere(path, () => removeGuard(path));
      await ifThere(path, () => syncFolder(dirname(path)));
      await removeEmptyFolders(dirname(path), folderOf(root, place.location));
    },
    cleanUp: (location, keyPrefix, { idleMs = 0 } = {}) => {
      const folder = join(folderOf(root, location), ...namesOf(keyPrefix));
      const before = idleMs === 0 ? Number.POSITIVE_INFINITY : wallClock.now().epochMilliseconds - idleMs;
      return removeTemporary(folder, before);
    },
    keys: (location, keyPrefix) => keysBelow(folderOf(root, location), namesOf(keyPrefix)),
    describe: (location) => `folder ${folderOf(root, location)}`,
    ping: (location) => {
      const folder = folderOf(root, location);
      return onDisk(folder, async () => {
        await makeFolder(folder);
        await assertWritable(folder);
      });
    },
  };
}

function folderOf(root: string, location: string): string {
  if (!/^[a-z0-9-]{1,60}$/.test(location)) throw new TypeError(`${location} is no slug of a location`);
  return join(root, location);
}

const nameInKey = /^[\w%~-][\w.%~-]*$/;

/** Keys are ours (see `objectKey`), so one that could leave its folder is a defect. */
function namesOf(key: string): readonly string[] {
  const names = key.replace(/\/$/, "").split("/");
  if (!names.every((name) => nameInKey.test(name))) throw new TypeError(`${key} is no key`);
  return names;
}

async function put(
  path: string,
  source: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<PutOutcome> {
  const temporary = join(dirname(path), `${temporaryPrefix}${randomUUID()}`);
  await onDisk(path, () => makeFolder(dirname(path)));
  try {
    const written = await write(temporary, path, source);
    if (options.sha256 !== undefined && options.sha256 !== written.sha256)
      throw new ArchiveError("altered", path);
    if (await onDisk(path, () => publish(temporary, path))) return { kind: "stored", ...written };
    const there = await verify(path);
    if (there.kind === "missing" || there.sha256 !== written.sha256) throw new ArchiveError("conflict", path);
    return { kind: "already_there", ...written };
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Only the disk's faults are the archive's; what the source throws passes on as it is. */
async function write(
  temporary: string,
  path: string,
  source: AsyncIterable<Uint8Array>,
): Promise<ArchivedBytes> {
  const handle = await onDisk(path, () => open(temporary, "wx", 0o440));
  try {
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of source) {
      const writing = onDisk(path, () => writeAll(handle, chunk));
      hash.update(chunk);
      bytes += chunk.length;
      await writing;
    }
    await onDisk(path, async () => {
      await handle.chmod(0o440);
      await handle.sync();
    });
    return { bytes, sha256: hash.digest("hex") };
  } finally {
    await handle.close();
  }
}

/** Never by way of a link that somebody may have put there. */
function openObject(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
}

const readBytes = 1024 * 1024;

async function verify(path: string): Promise<VerifyOutcome> {
  const found = await ifThere(path, () => hashFile(path));
  return found === undefined ? { kind: "missing" } : { kind: "there", ...found };
}

/** Closes the file when it ends or is given up. While one chunk is worked on, the next is read into the other buffer. */
async function* contents(handle: FileHandle, path: string): AsyncGenerator<Uint8Array, void, void> {
  const buffers = [Buffer.allocUnsafeSlow(readBytes), Buffer.allocUnsafeSlow(readBytes)];
  const read = (buffer: Buffer | undefined) => {
    const reading = onDisk(path, async () => {
      if (buffer === undefined) return undefined;
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
    });
    // It is awaited only when the next chunk is asked for; until then its failure is not unhandled.
    reading.catch(() => undefined);
    return reading;
  };
  let next = read(buffers[0]);
  try {
    for (let turn = 1; ; turn += 1) {
      const chunk = await next;
      if (chunk === undefined) return;
      next = read(buffers[turn % 2]);
      yield chunk;
    }
  } finally {
    // A read that is under way must not meet a closed file; what it says no longer matters.
    await next.catch(() => undefined);
    await handle.close();
  }
}

/** Removes the half-written files that were last written to before this moment; resolves with how many others there are. */
async function removeTemporary(folder: string, before: number): Promise<number> {
  const names = (await ifThere(folder, () => readdir(folder, { recursive: true }))) ?? [];
  const mine = names.filter((name) => (name.split("/").at(-1) ?? "").startsWith(temporaryPrefix));
  let young = 0;
  for (const name of mine) {
    const path = join(folder, name);
    const found = await ifThere(path, () => lstat(path));
    if (found === undefined) continue;
    if (found.mtimeMs >= before) young += 1;
    else await ifThere(path, () => unlink(path));
  }
  return young;
}

/** Whole objects. Half-written ones, guards and what others have put there have names that no key has. */
async function* keysBelow(top: string, names: readonly string[]): AsyncGenerator<string, void, void> {
  const folder = join(top, ...names);
  const entries =
    (await ifThere(folder, () => readdir(folder, { recursive: true, withFileTypes: true }))) ?? [];
  for (const entry of entries) {
    const key = relative(top, join(entry.parentPath, entry.name)).split(sep);
    if (entry.isFile() && key.every((name) => nameInKey.test(name))) yield key.join("/");
  }
}
