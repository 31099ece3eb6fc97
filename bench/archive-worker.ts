import { createHash } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { request } from "undici";
import { createFileArchive } from "../src/archive/file-archive.ts";
import { takeIn } from "../src/archive/intake.ts";
import { systemClock } from "../src/clock.ts";
import { loadTemplate } from "../src/template-file.ts";

/**
 * Fetches an export and either archives it, as the product does, or does no more than hash and write it: for each line `product`
 * or `reference` on its standard input once, in the folder and from the address that it is given. Says what it took as JSON.
 */
const [folder = "", address = "", expected = ""] = process.argv.slice(2);
const { template } = await loadTemplate();
const exportPath = join(folder, "export.zip");
const root = join(folder, "archive");
process.stdout.write("ready\n");

for await (const line of createInterface({ input: process.stdin })) {
  await mkdir(folder, { recursive: true });
  const before = process.memoryUsage().rss;
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 20);
  const began = performance.now();
  const archived = line === "product" ? await product() : await reference();
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(watch);
  await rm(folder, { recursive: true, force: true });
  process.stdout.write(
    `${JSON.stringify({ seconds, archived, grown_mb: (highest - before) / 1024 ** 2 })}\n`,
  );
}

/** Download, hash and write, flushed to the disk. */
async function reference(): Promise<number> {
  await download(true);
  return 0;
}

/** From the first byte of the download to the last guard; the number of files archived. */
async function product(): Promise<number> {
  const exportSha256 = await download(false);
  const outcome = await takeIn(createFileArchive({ root, clock: systemClock }), {
    zipPath: exportPath,
    closeoutId: "bench",
    exportSha256,
    template,
    storedAt: systemClock.now(),
  });
  if (outcome.kind === "refused") throw new Error(outcome.sentence);
  await rm(exportPath);
  return outcome.artifacts.length;
}

async function download(flush: boolean): Promise<string> {
  const { body } = await request(address);
  const file = await open(exportPath, "w");
  try {
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of body) {
      const writing = file.write(chunk);
      hash.update(chunk);
      bytes += chunk.length;
      await writing;
    }
    if (bytes !== Number(expected))
      throw new Error(`The export came with ${bytes} bytes instead of ${expected}`);
    if (flush) await file.sync();
    return hash.digest("hex");
  } finally {
    await file.close();
  }
}
