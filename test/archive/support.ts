import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/** A folder of the test file's own, removed after it. */
export function testFolder(): { readonly path: string; fresh(): string } {
  let path = "";
  let count = 0;
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), "closeout-archive-"));
  });
  afterAll(() => rm(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    fresh: () => {
      count += 1;
      return join(path, `${count}`);
    },
  };
}

/** Every file below a folder, in order; nothing when there is no folder. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

/** A text as a source, in pieces. */
export async function* chunksOf(text: string | Buffer, size = 4): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What comes out of a source, as a text. */
export async function textOf(source: AsyncIterable<Uint8Array> | undefined): Promise<string | undefined> {
  if (source === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** Everything that comes, in its order. */
export async function allOf<T>(source: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
