import { type FileHandle, open } from "node:fs/promises";
import { type Entry, fromFdPromise, type ZipFile } from "yauzl";
import { checkEnd } from "./zip-end.ts";
import { checkLayout, type LaidOut, type ZipEntry } from "./zip-layout.ts";
import { allowedBytes, type ZipLimits } from "./zip-limits.ts";
import { entryPath, isFolder, PathsTaken } from "./zip-name.ts";
import { type ZipRefusal, ZipRefused } from "./zip-refusal.ts";

/** An export whose list of contents holds; close it when its files have been read. */
export type OpenZip = {
  readonly kind: "whole";
  /** Files alone, in the order in which they lie in the archive. */
  readonly entries: readonly ZipEntry[];
  readonly totalBytes: number;
  readonly handle: FileHandle;
  close(): Promise<void>;
};

/**
 * Reads the list of contents of a ZIP on disk and checks everything that can be known without unpacking: names, kinds,
 * counts, stated sizes, and that the entries lie one behind the other with nothing before, between or after. The file must
 * not change while it is open.
 * @throws what the file system throws when the file cannot be read
 */
export async function openZip(path: string, limits: ZipLimits): Promise<OpenZip | ZipRefusal> {
  const handle = await open(path, "r");
  try {
    const entries = await readDirectory(handle, limits);
    const totalBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    return { kind: "whole", entries, totalBytes, handle, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    if (error instanceof ZipRefused) return error.refusal;
    throw error;
  }
}

async function readDirectory(handle: FileHandle, limits: ZipLimits): Promise<readonly ZipEntry[]> {
  const { size } = await handle.stat();
  const zip = await openDirectory(handle, size);
  const start = Number(zip.readEntryCursor);
  if (zip.entryCount === 0) throw new ZipRefused("empty");
  if (zip.entryCount > limits.entries) throw new ZipRefused("too_many_entries");
  if (size - start > limits.directoryBytes) throw new ZipRefused("too_many_entries");
  const described = await readEntries(zip, limits);
  await checkEnd(handle, size, Number(zip.readEntryCursor), Buffer.byteLength(zip.comment));
  return checkLayout(handle, described, start);
}

async function openDirectory(handle: FileHandle, size: number): Promise<ZipFile> {
  const head = Buffer.alloc(4);
  await handle.read(head, 0, 4, 0);
  const looksLikeZip = head.readUInt32LE(0) === 0x04034b50;
  if (size < 22) throw new ZipRefused(looksLikeZip ? "truncated" : "not_a_zip");
  try {
    const zip = await fromFdPromise(handle.fd, { decodeStrings: false, autoClose: false });
    // Whoever reads entries hears of errors; this keeps one that comes when nobody reads from ending the process.
    zip.on("error", () => undefined);
    return zip;
  } catch (error) {
    throw refusalOf(error, looksLikeZip);
  }
}

async function readEntries(zip: ZipFile, limits: ZipLimits): Promise<readonly LaidOut[]> {
  const taken = new PathsTaken();
  const found: LaidOut[] = [];
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const path = entryPath(entry, limits);
      checkKind(entry, path);
      taken.take(path);
      checkSizes(entry, path, limits);
      total += entry.uncompressedSize;
      if (total > limits.totalBytes) throw new ZipRefused("too_large");
      found.push(laidOut(entry, path));
    }
  } catch (error) {
    throw refusalOf(error, true);
  }
  if (found.every(({ path }) => isFolder(path))) throw new ZipRefused("empty");
  return found;
}

function laidOut(entry: Entry, path: string): LaidOut {
  return {
    path,
    rawPath: Buffer.from(entry.fileNameRaw),
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    crc32: entry.crc32,
    method: entry.compressionMethod,
    flags: entry.generalPurposeBitFlag,
    offset: entry.relativeOffsetOfLocalHeader,
  };
}

/** Encrypted: by the old way, by the strong one, with a masked directory, or as AES, which calls itself a method. */
const encryptedFlags = 0x1 | 0x40 | 0x2000;
const aes = 99;

/** The kinds of file in the upper half of the attributes, as Unix has them. */
const typeBits = 0o170000;
const folderType = 0o040000;
const plainType = 0o100000;

function checkKind(entry: Entry, path: string): void {
  if ((entry.generalPurposeBitFlag & encryptedFlags) !== 0 || entry.compressionMethod === aes) {
    throw new ZipRefused("encrypted", path);
  }
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    throw new ZipRefused("unknown_method", path);
  }
  const type = (entry.externalFileAttributes >>> 16) & typeBits;
  const allowed = isFolder(path) ? [0, folderType] : [0, plainType];
  if (!allowed.includes(type)) throw new ZipRefused("special_file", path);
}

function checkSizes(entry: Entry, path: string, limits: ZipLimits): void {
  const { compressedSize, uncompressedSize } = entry;
  if (!Number.isSafeInteger(compressedSize) || !Number.isSafeInteger(uncompressedSize)) {
    throw new ZipRefused("damaged", path);
  }
  if (isFolder(path) && uncompressedSize > 0) throw new ZipRefused("contradiction", path);
  if (uncompressedSize > limits.entryBytes) throw new ZipRefused("too_large", path);
  if (uncompressedSize > allowedBytes(compressedSize, limits)) throw new ZipRefused("bomb", path);
}

/** What the library found, in our words. Faults of the disk are not the archive's and pass on. */
function refusalOf(error: unknown, looksLikeZip: boolean): unknown {
  if (!(error instanceof Error) || error instanceof ZipRefused || "syscall" in error) return error;
  const { message } = error;
  if (message.startsWith("End of central directory")) {
    return new ZipRefused(looksLikeZip ? "truncated" : "not_a_zip");
  }
  if (message.startsWith("multi-disk")) return new ZipRefused("split");
  if (message.startsWith("Invalid comment length")) return new ZipRefused("stray_bytes");
  if (message.startsWith("strong encryption")) return new ZipRefused("encrypted");
  if (message.includes("size mismatch")) return new ZipRefused("contradiction");
  return new ZipRefused("damaged");
}
