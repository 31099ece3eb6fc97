import { setTimeout as sleep } from "node:timers/promises";
import { type Child, startNode } from "./child.ts";

/** A process that stands in for a part of Slack and counts what the product does there. */
export type Counter = {
  readonly url: string;
  /** What it counts, such as `answers`. */
  readonly what: string;
  stop(): Promise<void>;
};

/** Starts one of the benchmark's programs that print their port and tell how far they have counted. */
export async function startCounter(
  program: string,
  what: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Counter> {
  const child: Child = startNode([program], env);
  const port = await child.line((line) => /^\d+$/.test(line));
  return { url: `http://127.0.0.1:${port}/`, what, stop: () => child.stop() };
}

/** Waits until so many are counted. Throws when there are more, or still fewer after five seconds. */
export async function countIs({ url, what }: Counter, expected: number): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const count = Number(await (await fetch(url)).text());
    if (count === expected) return;
    if (count > expected) throw new Error(`${count} ${what} came to ${expected} requests`);
    await sleep(50);
  }
  throw new Error(`Some requests were acknowledged, and their ${what} never came`);
}
