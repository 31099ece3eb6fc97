import { createHash } from "node:crypto";
import { type FileHandle, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { ExportSpool, ExportStream, SpooledExport } from "../ports.ts";
import { ArchiveError } from "./archive-error.ts";
import { makeFolder, writeAllOf } from "./durable-files.ts";
import { onDisk } from "./file-faults.ts";
import { hashFile } from "./hash-file.ts";
import { createWriteBatch } from "./write-batch.ts";

/** Left free beside an export, for whatever else lives on the disk. */
const reserveBytes = 64 * 1024 * 1024;

/** Exports in one folder as `<run>.<claim>.zip`. They are of use only until they are taken in, so nothing is flushed. */
export function createExportSpool(folder: string): ExportSpool {
  const pathOf = (runId: string, claim: string) => join(folder, `${runId}.${claim}.zip`);
  return {
    receive: async (runId, claim, stream, told) => {
      const path = pathOf(runId, claim);
      try {
        await onDisk(folder, () => makeFolder(folder));
        if (stream.totalBytes !== undefined) await assertRoom(folder, stream.totalBytes);
        return await write(path, folder, stream, told);
      } catch (error) {
        await rm(path, { force: true }).catch(() => undefined);
        throw error;
      } finally {
        stream.close();
      }
    },
    recover: async (runId, claim, { bytes, sha256 }) => {
      const path = pathOf(runId, claim);
      for (const name of await namesOf(folder, runId)) {
        const found = await stat(join(folder, name)).catch(() => undefined);
        if (found?.size !== bytes) continue;
        const taken = await rename(join(folder, name), path).then(
          () => true,
          () => false,
        );
        if (!taken) continue;
        if ((await onDisk(path, () => hashFile(path))).sha256 === sha256) return { path, bytes, sha256 };
      }
      return undefined;
    },
    discard: async (runId, claim) => {
      for (const name of await namesOf(folder, runId)) {
        if (claim === undefined || name === `${runId}.${claim}.zip`) await remove(folder, name);
      }
    },
    clear: async (isWanted) => {
      for (const name of await namesOf(folder)) {
        if (!(await isWanted(name.split(".")[0] ?? ""))) await remove(folder, name);
      }
    },
  };
}

async function assertRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await onDisk(folder, () => statfs(folder));
  const free = bavail * bsize;
  if (free >= bytes + reserveBytes) return;
  throw new ArchiveError(
    "full",
    `the folder ${folder}: the export has ${megabytes(bytes)} and ${megabytes(free)} are free`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;
}

async function write(
  path: string,
  folder: string,
  stream: ExportStream,
  told: (bytes: number) => void,
): Promise<SpooledExport> {
  const handle: FileHandle = await onDisk(folder, () => open(path, "w", 0o600));
  try {
    const hash = createHash("sha256");
    const batch = createWriteBatch((chunks) => onDisk(folder, () => writeAllOf(handle, chunks)));
    let bytes = 0;
    for await (const chunk of stream.bytes) {
      hash.update(chunk);
      bytes += chunk.length;
      await batch.add(chunk);
      told(bytes);
    }
    await batch.end();
    return { path, bytes, sha256: hash.digest("hex") };
  } finally {
    await handle.close();
  }
}

/** Files of ours, of one run or of all; none where there is no folder yet. */
async function namesOf(folder: string, runId = ""): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => /^[\w-]+\.[\w-]+\.zip$/.test(name) && name.startsWith(runId));
}

async function remove(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true }).catch(() => undefined);
}
