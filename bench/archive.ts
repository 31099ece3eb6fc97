import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { alternate, type Figures, plainFigure, ratioFigure } from "./figure.ts";
import type { Bench } from "./support/bench.ts";
import { startNode } from "./support/child.ts";
import { writeLargeExport } from "./support/large-export.ts";
import { touchMemory } from "./support/touched-memory.ts";

const exportBytes = 2 * 1024 ** 3 - 1024 ** 2;
const files = 40;
const pairCount = 5;
const withinMs = 300_000;

const answerSchema = z.object({ seconds: z.number(), archived: z.number(), grown_mb: z.number() });

/**
 * Archives an export of 2 GB, from the first byte of its download to the last object read back and guarded, beside a bare
 * pipeline that downloads, hashes and writes the same bytes.
 */
export async function measureArchive({ resources, tell }: Bench): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), "closeout-bench-archive-"));
  resources.add({ stop: () => rm(folder, { recursive: true, force: true }) });
  const path = join(folder, "export.zip");
  tell("archive: making an export of 2 GB");
  const bytes = await writeLargeExport(path, exportBytes, files);
  const server = startNode(["bench/archive-server.ts", path]);
  resources.add(server);
  const port = await server.line((line) => /^\d+$/.test(line));
  const worker = startNode([
    "bench/archive-worker.ts",
    join(folder, "work"),
    `http://127.0.0.1:${port}/`,
    String(bytes),
  ]);
  resources.add(worker);
  await worker.line((line) => line === "ready");
  const grown: number[] = [];
  const once = async (what: "product" | "reference") => {
    touchMemory(2.5 * bytes);
    worker.tell(what);
    const line = await worker.line((text) => text.startsWith("{"), withinMs);
    const { seconds, archived, grown_mb } = answerSchema.parse(JSON.parse(line));
    if (archived !== (what === "product" ? files : 0))
      throw new Error(`${archived} files were archived, not ${files}`);
    if (what === "product") grown.push(grown_mb);
    return bytes / 1024 ** 2 / seconds;
  };
  await once("reference");
  await once("product");
  grown.length = 0;
  const pairs = await alternate(
    pairCount,
    { product: () => once("product"), reference: () => once("reference") },
    (pair) => tell(`archive: ${pair.product} MiB/s, bare ${pair.reference} MiB/s`),
  );
  const detail = { export_bytes: bytes, files, values: "MiB of the export a second" };
  return {
    "archive.throughput_ratio": ratioFigure(pairs, {
      unit: "ratio of throughput",
      aim: { at_least: 0.6 },
      detail,
    }),
    "archive.rss_growth_mb": plainFigure(
      grown,
      "MiB",
      { of: "resident memory while it archives" },
      { at_most: 64 },
    ),
  };
}
