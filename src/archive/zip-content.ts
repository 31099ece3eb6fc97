import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import type { ZipEntry } from "./zip-layout.ts";
import { ZipRefused } from "./zip-refusal.ts";

const chunkBytes = 256 * 1024;

/**
 * The unpacked bytes of one file, never more than the list of contents states. A chunk is good until the next is asked for. Size, checksum and the end of the packed
 * bytes are checked as they pass; the last chunk is followed by the end only if all hold.
 * @throws ZipRefused when they do not; whatever was taken of it until then must be thrown away
 */
export async function* readEntry(handle: FileHandle, entry: ZipEntry): AsyncGenerator<Buffer, void, void> {
  const { path } = entry;
  let bytes = 0;
  let checksum = 0;
  for await (const chunk of unpacked(handle, entry)) {
    bytes += chunk.length;
    if (bytes > entry.bytes) throw new ZipRefused("wrong_size", path);
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (bytes !== entry.bytes) throw new ZipRefused("wrong_size", path);
  if (checksum !== entry.crc32) throw new ZipRefused("wrong_checksum", path);
}

function unpacked(handle: FileHandle, entry: ZipEntry): AsyncIterable<Buffer> {
  if (entry.method === "stored") return readAhead(handle, entry);
  return inflate(readRange(handle, entry), entry);
}

/** A part of the archive in chunks of fresh memory, for a consumer that keeps several at a time. */
async function* readRange(handle: FileHandle, entry: ZipEntry): AsyncGenerator<Buffer> {
  const end = entry.start + entry.packedBytes;
  for (let at = entry.start; at < end; ) {
    const chunk = await readChunk(handle, entry, Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - at)), at);
    at += chunk.length;
    yield chunk;
  }
}

/** The same in two buffers that take turns: while one chunk is worked on, the next is read. */
async function* readAhead(handle: FileHandle, entry: ZipEntry): AsyncGenerator<Buffer> {
  const end = entry.start + entry.packedBytes;
  const size = Math.min(chunkBytes, entry.packedBytes);
  const buffers = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  const read = (turn: number, at: number): Promise<Buffer> | undefined => {
    const buffer = buffers[turn % 2];
    if (at >= end || buffer === undefined) return undefined;
    const reading = readChunk(handle, entry, buffer.subarray(0, end - at), at);
    // It is awaited only when the next chunk is asked for; until then its failure is not unhandled.
    reading.catch(() => undefined);
    return reading;
  };
  let at = entry.start;
  let next = read(0, at);
  try {
    for (let turn = 1; next !== undefined; turn += 1) {
      const chunk = await next;
      at += chunk.length;
      next = read(turn, at);
      yield chunk;
    }
  } finally {
    // A read that is under way must not meet a closed file.
    await next?.catch(() => undefined);
  }
}

async function readChunk(handle: FileHandle, { path }: ZipEntry, into: Buffer, at: number): Promise<Buffer> {
  const { bytesRead } = await handle.read(into, 0, into.length, at);
  if (bytesRead === 0) throw new ZipRefused("truncated", path);
  return into.subarray(0, bytesRead);
}

async function* inflate(packed: AsyncIterable<Buffer>, entry: ZipEntry): AsyncGenerator<Buffer> {
  const source = Readable.from(packed);
  const inflater = createInflateRaw({ chunkSize: chunkBytes });
  source.on("error", (error) => inflater.destroy(error));
  source.pipe(inflater);
  try {
    for await (const chunk of inflater) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    // Bytes behind the end of the packed data would be hidden from everybody who unpacks it.
    if (inflater.bytesWritten !== entry.packedBytes) throw new ZipRefused("stray_bytes", entry.path);
  } catch (error) {
    throw isZlibError(error) ? new ZipRefused("damaged", entry.path) : error;
  } finally {
    source.destroy();
    inflater.destroy();
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}
