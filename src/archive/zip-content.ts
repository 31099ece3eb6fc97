import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import type { ZipEntry } from "./zip-layout.ts";
import { ZipRefused } from "./zip-refusal.ts";

const chunkBytes = 512 * 1024;

/**
 * The unpacked bytes of one file, never more than the list of contents states. Size, checksum and the end of the packed
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
  const packed = readRange(handle, entry);
  return entry.method === "stored" ? packed : inflate(packed, entry);
}

async function* readRange(
  handle: FileHandle,
  { start, packedBytes, path }: ZipEntry,
): AsyncGenerator<Buffer> {
  const end = start + packedBytes;
  for (let at = start; at < end; ) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) throw new ZipRefused("truncated", path);
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
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
