import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { request } from "undici";
import { createExportSpool } from "../src/archive/export-spool.ts";
import { createFileArchive } from "../src/archive/file-archive.ts";
import { takeIn } from "../src/archive/intake.ts";
import { systemClock } from "../src/clock.ts";
import type { ExportStream } from "../src/ports.ts";
import { loadTemplate } from "../src/template-file.ts";

/**
 * Fetches an export and either archives it, as the product does, or does no more than hash and write it: for each line `product`
 * or `reference` on its standard input once, in the folder and from the address that it is given. Says what it took as JSON.
 */
const [folder = "", address = "", expected = ""] = process.argv.slice(2);
const { template } = await loadTemplate();
const exportPath = join(folder, "export.zip");
const root = join(folder, "archive");
const spool = createExportSpool(join(folder, "spool"));
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
  // What the system still has to write and free for this run is not to be paid for by the next.
  execFileSync("sync");
  process.stdout.write(
    `${JSON.stringify({ seconds, archived, grown_mb: (highest - before) / 1024 ** 2 })}\n`,
  );
}

/** Download, hash and write, flushed to the disk. */
async function reference(): Promise<number> {
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
    assertWhole(bytes);
    await file.sync();
    hash.digest("hex");
    return 0;
  } finally {
    await file.close();
  }
}

/** From the first byte of the download to the last guard; the number of files archived. */
async function product(): Promise<number> {
  const { body } = await request(address);
  const stream: ExportStream = {
    bytes: body,
    offset: 0,
    totalBytes: Number(expected),
    etag: undefined,
    resumable: false,
    requestId: "bench",
    close: () => body.destroy(),
  };
  const spooled = await spool.receive("bench", "1", stream, () => undefined);
  assertWhole(spooled.bytes);
  const outcome = await takeIn(createFileArchive({ root, clock: systemClock, wallClock: systemClock }), {
    zipPath: spooled.path,
    closeoutId: "bench",
    exportSha256: spooled.sha256,
    template,
    storedAt: systemClock.now(),
  });
  if (outcome.kind === "refused") throw new Error(outcome.sentence);
  await spool.discard("bench", "1");
  return outcome.artifacts.length;
}

function assertWhole(bytes: number): void {
  if (bytes !== Number(expected))
    throw new Error(`The export came with ${bytes} bytes instead of ${expected}`);
}
