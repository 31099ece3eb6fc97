import type { FileHandle } from "node:fs/promises";
import { isFolder } from "./zip-name.ts";
import { ZipRefused } from "./zip-refusal.ts";

/** One file of an export whose description was checked; its bytes were not yet. */
export type ZipEntry = {
  readonly path: string;
  /** Unpacked, as stated. */
  readonly bytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
  readonly method: "stored" | "deflated";
  /** Where its packed bytes begin in the archive. */
  readonly start: number;
};

/** An entry as the list of contents describes it. */
export type LaidOut = {
  readonly path: string;
  readonly rawPath: Buffer;
  readonly bytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
  readonly method: number;
  readonly flags: number;
  /** Of its own header, which precedes its bytes. */
  readonly offset: number;
};

const headerSignature = 0x04034b50;
const headerBytes = 30;
/** The sizes and the checksum follow the bytes instead of preceding them. */
const descriptorFlag = 0x8;
const descriptorSignature = 0x08074b50;
/** Flags in which header and list must agree: encryption, descriptor, UTF-8. */
const sharedFlags = 0x1 | descriptorFlag | 0x800;

/**
 * Checks each entry's own header against the list of contents, and that headers and bytes fill the archive from its first
 * byte to the list without a gap or an overlap. Whoever reads the archive otherwise than we do finds the same files in it.
 */
export async function checkLayout(
  handle: FileHandle,
  entries: readonly LaidOut[],
  directoryStart: number,
): Promise<readonly ZipEntry[]> {
  const files: ZipEntry[] = [];
  let expected = 0;
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset < expected) throw new ZipRefused("overlap", entry.path);
    if (entry.offset > expected) throw new ZipRefused("stray_bytes", entry.path);
    const start = await checkHeader(handle, entry);
    const end = start + entry.packedBytes;
    if (end > directoryStart) throw new ZipRefused("overlap", entry.path);
    expected = end + (await descriptorBytes(handle, entry, end));
    if (!isFolder(entry.path)) files.push(toFile(entry, start));
  }
  if (expected > directoryStart) throw new ZipRefused("overlap");
  if (expected < directoryStart) throw new ZipRefused("stray_bytes");
  return files;
}

function toFile({ path, bytes, packedBytes, crc32, method }: LaidOut, start: number): ZipEntry {
  return { path, bytes, packedBytes, crc32, method: method === 0 ? "stored" : "deflated", start };
}

/** Where the entry's bytes start. */
async function checkHeader(handle: FileHandle, entry: LaidOut): Promise<number> {
  const header = Buffer.alloc(headerBytes + entry.rawPath.length);
  const { bytesRead } = await handle.read(header, 0, header.length, entry.offset);
  if (bytesRead < header.length || header.readUInt32LE(0) !== headerSignature) {
    throw new ZipRefused("damaged", entry.path);
  }
  const flags = header.readUInt16LE(6);
  const nameBytes = header.readUInt16LE(26);
  const agrees =
    nameBytes === entry.rawPath.length &&
    header.subarray(headerBytes).equals(entry.rawPath) &&
    header.readUInt16LE(8) === entry.method &&
    (flags & sharedFlags) === (entry.flags & sharedFlags) &&
    ((flags & descriptorFlag) !== 0 || sizesAgree(header, entry));
  if (!agrees) throw new ZipRefused("contradiction", entry.path);
  return entry.offset + headerBytes + nameBytes + header.readUInt16LE(28);
}

const in64 = 0xffffffff;

/** Sizes beyond four bytes stand in an extra field, of which the list of contents has its own. */
function sizesAgree(header: Buffer, entry: LaidOut): boolean {
  const packed = header.readUInt32LE(18);
  const bytes = header.readUInt32LE(22);
  return (
    header.readUInt32LE(14) === entry.crc32 &&
    (packed === in64 || packed === entry.packedBytes) &&
    (bytes === in64 || bytes === entry.bytes)
  );
}

/** The length of the descriptor behind the bytes: with or without a signature, with sizes of four or eight bytes. */
async function descriptorBytes(handle: FileHandle, entry: LaidOut, end: number): Promise<number> {
  if ((entry.flags & descriptorFlag) === 0) return 0;
  const found = Buffer.alloc(24);
  const { bytesRead } = await handle.read(found, 0, found.length, end);
  const fitting = [true, false]
    .flatMap((signed) => [8, 4].map((width) => descriptor(entry, signed, width)))
    .filter((one) => one !== undefined)
    .find((one) => one.length <= bytesRead && one.equals(found.subarray(0, one.length)));
  if (fitting === undefined) throw new ZipRefused("contradiction", entry.path);
  return fitting.length;
}

function descriptor(entry: LaidOut, signed: boolean, width: number): Buffer | undefined {
  if (width === 4 && Math.max(entry.packedBytes, entry.bytes) > in64) return undefined;
  const signature = signed ? 4 : 0;
  const bytes = Buffer.alloc(signature + 4 + 2 * width);
  if (signed) bytes.writeUInt32LE(descriptorSignature, 0);
  bytes.writeUInt32LE(entry.crc32, signature);
  for (const [index, size] of [entry.packedBytes, entry.bytes].entries()) {
    const at = signature + 4 + index * width;
    if (width === 8) bytes.writeBigUInt64LE(BigInt(size), at);
    else bytes.writeUInt32LE(size, at);
  }
  return bytes;
}
