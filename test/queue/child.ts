/**
 * A process of its own for the contract suite: `child.ts <hold|finish> <kind> <url> <namespace>`.
 * `hold` takes a job "hold", says so and never finishes it; `finish` does one job, closes everything and should then exit.
 */
import { createQueue } from "../../src/queue/create-queue.ts";
import { memoryLog } from "./memory-log.ts";

const [mode, kind, url, namespace] = process.argv.slice(2);
if (url === undefined || namespace === undefined || (kind !== "redis" && kind !== "postgres")) {
  throw new Error("usage: child.ts <hold|finish> <redis|postgres> <url> <namespace>");
}
const { log, lines } = memoryLog();
const queue = createQueue({ backend: { kind, url }, namespace, log });

if (mode === "hold") {
  const holdForEver = async () => {
    process.stdout.write("holding\n");
    await new Promise(() => undefined);
  };
  await queue.work({ hold: holdForEver }, { concurrency: 1 });
} else {
  const done = Promise.withResolvers<void>();
  const worker = await queue.work(
    { once: async () => done.resolve(), tick: async () => undefined },
    { concurrency: 2 },
  );
  await queue.every("tick", 60_000);
  await queue.add([{ name: "once", payload: null }]);
  await done.promise;
  await worker.drain();
  await queue.close();
  await queue.close();
  process.stdout.write(`closed ${JSON.stringify(lines.filter((line) => line.level === "error"))}\n`);
}
