import { constants } from "node:fs";
import { access, type FileHandle, link, lstat, mkdir, open, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { systemCode } from "./file-faults.ts";

/** Names that begin so are half-written files of ours; no key begins with a dot. */
export const temporaryPrefix = ".incoming-";

/** Makes sure that what a folder lists (new names, removed names) survives a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder with those above it; each new name survives a power cut. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o750 });
  if (first === undefined) return;
  const below = relative(first, folder).split(sep).filter(Boolean);
  let parent = dirname(first);
  await syncFolder(parent);
  parent = first;
  for (const name of below) {
    await syncFolder(parent);
    parent = join(parent, name);
  }
}

/**
 * Gives a finished file its name unless something has it: `false` then. On file systems without hard links a look and a
 * rename have to do, which is safe as long as one run at a time writes there.
 */
export async function publish(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    await rm(temporary, { force: true });
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(systemCode(error) ?? ""))
      throw error;
    if (await exists(path)) return false;
    await rename(temporary, path);
  }
  await syncFolder(dirname(path));
  return true;
}

/** Whether something has this name, be it a link that leads nowhere. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return false;
    throw error;
  }
}

/** Writes all of it, however little the system takes at a time. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done);
    done += bytesWritten;
  }
}

/** Writes all of several pieces, in their order, in as few calls as the system allows. */
export async function writeAllOf(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  const { bytesWritten } = await handle.writev(pieces);
  let skipped = bytesWritten;
  for (const piece of pieces) {
    const rest = piece.subarray(Math.min(skipped, piece.length));
    skipped -= piece.length - rest.length;
    await writeAll(handle, rest);
  }
}

/** Removes a folder and those above it, up to and without `top`, as far as they are empty. */
export async function removeEmptyFolders(folder: string, top: string): Promise<void> {
  for (let at = folder; at !== top && at.startsWith(top + sep); at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      // Not empty, or gone: either is right.
      return;
    }
  }
}

/** Rejects unless files can be made in this folder. */
export async function assertWritable(folder: string): Promise<void> {
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}
