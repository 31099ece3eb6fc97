import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rm, stat, unlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * Opens a new file for writing and reading whose name is taken away at once: it is gone when its handle is closed, and when the process
 * that has it open ends, however that ends.
 */
export async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.zip`);
  const handle = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return handle;
}

const pieceBytes = 256 * 1024;

/** A file's bytes from its beginning, in pieces; it may be read several times. */
export async function* bytesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(pieceBytes), position });
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

const named = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.zip$/;

/** Whoever still writes into a file has done so in the last day. */
const dayMs = 86_400_000;

/**
 * Removes what killed processes left in the folder: files that kept their names (earlier versions took none away) and that nobody has
 * written to for a day, by the clock of the file system itself. What cannot be removed is left alone: it is in nobody's way.
 */
export async function clearNamedFiles(folder: string): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => named.test(name));
  if (names.length === 0) return;
  try {
    const now = await timeOf(folder);
    for (const name of names) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined && now - found.mtimeMs > dayMs) await rm(path, { force: true });
    }
  } catch {
    return;
  }
}

/** The present moment in milliseconds, as the file system has it. */
async function timeOf(folder: string): Promise<number> {
  const handle = await openNameless(folder);
  try {
    return (await handle.stat()).mtimeMs;
  } finally {
    await handle.close();
  }
}
