import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figures, plainFigure } from "./figure.ts";
import type { Bench } from "./support/bench.ts";
import { startNode } from "./support/child.ts";
import { startCommand } from "./support/product.ts";

const rounds = 5;

/**
 * From `npm start` (the process itself, without npm) to the line `Sandbox ready`: cold with an empty state folder, warm on the
 * one that the cold start left. The memory is that of the process that then holds the product and the sandbox.
 */
export async function measureStart({ tell }: Bench): Promise<Figures> {
  const cold: number[] = [];
  const warm: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = await mkdtemp(join(tmpdir(), "closeout-bench-start-"));
    try {
      cold.push((await startOnce(folder)).seconds);
      const again = await startOnce(folder);
      warm.push(again.seconds);
      if (again.memoryMb !== undefined) memory.push(again.memoryMb);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
    tell(`start: cold ${cold.at(-1)?.toFixed(2)} s, warm ${warm.at(-1)?.toFixed(2)} s`);
  }
  const detail = { until: "the line `Sandbox ready`, with the example seeded" };
  return {
    "start.cold_s": plainFigure(cold, "s", detail),
    "start.warm_s": plainFigure(warm, "s", detail),
    ...(memory.length === 0
      ? {}
      : { rss_mb: plainFigure(memory, "MiB", { of: "product and sandbox in one process" }) }),
  };
}

async function startOnce(stateDir: string): Promise<{ seconds: number; memoryMb: number | undefined }> {
  const begin = performance.now();
  const child = startNode(startCommand, { CLOSEOUT_STATE_DIR: stateDir, PORT: "0" });
  try {
    await child.line((line) => line.startsWith("Sandbox ready"));
    const seconds = (performance.now() - begin) / 1_000;
    return { seconds, memoryMb: await child.memoryMb() };
  } finally {
    await child.stop();
  }
}
