import { createHash } from "node:crypto";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { legacyLocalDate } from "../clock.ts";
import type { BundleFile } from "../domain/bundle/bundle-manifest.ts";
import type { BundlePart, WriteBundle } from "../ports.ts";
import { bytesOf, openNameless } from "./nameless-file.ts";

/** Writes bundles as ZIP files without a name in a folder, so that a killed process leaves nothing there. */
export function createBundleWriter(folder: string): WriteBundle {
  return async (madeAt, parts, finish) => {
    const file = await openNameless(folder);
    const discard = () => file.close();
    const zip = new ZipFile();
    const counted = counting();
    try {
      const written = pipeline(
        Readable.from(zip.outputStream),
        counted.stream,
        (source: AsyncIterable<Uint8Array>) => file.writeFile(source),
      );
      const mtime = legacyLocalDate(madeAt);
      // A fault of the disk ends the wait for a part that nobody takes any more.
      const failed = written.then(() => new Promise<never>(() => undefined));
      failed.catch(() => undefined);
      const files: BundleFile[] = [];
      for await (const part of parts) files.push(await Promise.race([add(zip, part, mtime), failed]));
      for (const part of finish(files)) await Promise.race([add(zip, part, mtime), failed]);
      zip.end();
      await written;
      return { ...counted.total(), open: () => bytesOf(file), discard };
    } catch (error) {
      counted.stream.destroy();
      await discard();
      throw error;
    }
  };
}

/** Adds one file and waits until all of it was taken. */
async function add(
  zip: ZipFile,
  { path, mediaType, what, content }: BundlePart,
  mtime: Date,
): Promise<BundleFile> {
  const source = typeof content === "function" ? content() : [Buffer.from(content)];
  const counted = counting();
  const options = { mtime, mode: 0o100644, forceDosTimestamp: true };
  const taken = pipeline(Readable.from(source), counted.stream);
  zip.addReadStream(counted.stream, path, options);
  await taken;
  return { path, ...counted.total(), mediaType, what };
}

/** Passes bytes on, and knows in the end how many they were and their SHA-256. */
function counting() {
  const hash = createHash("sha256");
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, total: () => ({ bytes, sha256: hash.digest("hex") }) };
}
