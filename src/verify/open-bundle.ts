import { createHash } from "node:crypto";
import { readEntry } from "../archive/zip-content.ts";
import { openZip } from "../archive/zip-directory.ts";
import type { ZipEntry } from "../archive/zip-layout.ts";
import { type ZipLimits, zipLimits } from "../archive/zip-limits.ts";
import { flawSentence, ZipRefused } from "../archive/zip-refusal.ts";
import { broken } from "./broken.ts";

const MiB = 1024 ** 2;

/** What a bundle may hold. It is read from where it lies and never unpacked; only what is parsed is taken into memory. */
const bundleLimits: ZipLimits = {
  ...zipLimits,
  entries: 20_000,
  entryBytes: 2048 * MiB,
  totalBytes: 8192 * MiB,
  directoryBytes: 16 * MiB,
};

/** Of a file that is taken into memory whole. */
const mostParsedBytes = 64 * MiB;

/** Of one entry of the ledger. */
const mostLineBytes = 8 * MiB;

/** An open bundle; close it when it has been read. */
export type OpenBundle = {
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Reads one file whole. */
  bytes(path: string): Promise<Buffer>;
  /** The same as UTF-8 text. */
  text(path: string): Promise<string>;
  /** Reads one file from its beginning to its end, in the memory of a chunk. */
  measure(path: string): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /** The lines of a text file; each has to end with a line feed. */
  lines(path: string): AsyncGenerator<string, void, void>;
  close(): Promise<void>;
};

/**
 * Opens a bundle after its list of contents was checked.
 * @throws BundleBroken naming `name` when the ZIP is not sound; what the file system throws when it cannot be read
 */
export async function openBundle(file: string, name: string): Promise<OpenBundle> {
  const zip = await openZip(file, bundleLimits);
  if (zip.kind === "refused") return broken(zip.entry ?? name, flawSentence(zip.why, zip.entry, "bundle"));
  const entries = new Map(zip.entries.map((entry) => [entry.path, entry]));
  const find = (path: string): ZipEntry =>
    entries.get(path) ?? broken(path, "This file is missing from the bundle.");
  const chunks = (entry: ZipEntry) => soundChunks(readEntry(zip.handle, entry));
  const bytes = async (path: string): Promise<Buffer> => {
    const entry = find(path);
    if (entry.bytes > mostParsedBytes) return broken(path, "This file is larger than such a file ever is.");
    const parts: Buffer[] = [];
    // A chunk is good until the next is asked for.
    for await (const chunk of chunks(entry)) parts.push(Buffer.from(chunk));
    return Buffer.concat(parts);
  };
  return {
    paths: [...entries.keys()],
    has: (path) => entries.has(path),
    bytes,
    text: async (path) => decode(await bytes(path), path),
    measure: async (path) => {
      const hash = createHash("sha256");
      const entry = find(path);
      for await (const chunk of chunks(entry)) hash.update(chunk);
      return { bytes: entry.bytes, sha256: hash.digest("hex") };
    },
    lines: (path) => linesOf(chunks(find(path)), path),
    close: () => zip.close(),
  };
}

async function* soundChunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  try {
    yield* chunks;
  } catch (error) {
    if (!(error instanceof ZipRefused)) throw error;
    const { why, entry } = error.refusal;
    broken(entry ?? "", flawSentence(why, entry, "bundle"));
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<string, void, void> {
  let rest = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of chunks) {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10)) {
      number += 1;
      yield decode(data.subarray(0, end), path, number);
      data = data.subarray(end + 1);
    }
    if (data.length > mostLineBytes) broken(path, "It is longer than an entry ever is.", number + 1);
    rest = Buffer.from(data);
  }
  if (rest.length > 0) broken(path, "The file ends in the middle of it.", number + 1);
}

function decode(bytes: Uint8Array, path: string, line?: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return broken(path, "It is not UTF-8 text.", line);
  }
}
